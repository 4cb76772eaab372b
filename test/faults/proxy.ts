import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut: neither side is told, as when a network goes away. */
export interface Proxy extends AsyncDisposable {
  readonly port: number;
  cut(): void;
}

export async function openProxy(to: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((inside) => {
    const outside = connect(to, '127.0.0.1');
    for (const socket of [inside, outside]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    inside.pipe(outside);
    outside.pipe(inside);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
