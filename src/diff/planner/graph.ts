/** A graph of nodes by number; `edges[a]` holds what must come after `a`. */
export interface Graph {
  readonly size: number;
  readonly edges: readonly ReadonlySet<number>[];
}

/**
 * Orders a graph so that every edge points forward; of the nodes that are free, the least number comes first.
 * What lies on a cycle, or behind one, is missing from the result.
 */
export function sortGraph(graph: Graph): number[] {
  const waiting = new Array<number>(graph.size).fill(0);
  for (const next of graph.edges) for (const node of next) waiting[node] = (waiting[node] ?? 0) + 1;
  const free = new Heap();
  for (let node = 0; node < graph.size; node += 1) if (waiting[node] === 0) free.push(node);
  const order: number[] = [];
  for (let node = free.pop(); node !== undefined; node = free.pop()) {
    order.push(node);
    for (const next of graph.edges[node] ?? []) {
      const left = (waiting[next] ?? 0) - 1;
      waiting[next] = left;
      if (left === 0) free.push(next);
    }
  }
  return order;
}

/** The sets of nodes that lie on cycles together (Tarjan's strongly connected components of more than one node). */
export function findCycles(graph: Graph): number[][] {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();
  const cycles: number[][] = [];
  for (let root = 0; root < graph.size; root += 1) {
    if (!index.has(root)) visit(root);
  }
  return cycles;

  /** Iterative, since a chain of views may be longer than the call stack. */
  function visit(root: number): void {
    const work: { node: number; next: Iterator<number> }[] = [enter(root)];
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const { value, done } = top.next.next();
      if (done) {
        work.pop();
        leave(top.node, work.at(-1)?.node);
      } else if (!index.has(value)) work.push(enter(value));
      else if (onStack.has(value)) low.set(top.node, Math.min(low.get(top.node)!, index.get(value)!));
    }
  }

  function enter(node: number) {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    stack.push(node);
    onStack.add(node);
    return { node, next: (graph.edges[node] ?? new Set<number>())[Symbol.iterator]() };
  }

  function leave(node: number, parent: number | undefined): void {
    if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(node)!));
    if (low.get(node) !== index.get(node)) return;
    const component: number[] = [];
    for (;;) {
      const member = stack.pop() as number;
      onStack.delete(member);
      component.push(member);
      if (member === node) break;
    }
    if (component.length > 1) cycles.push(component);
  }
}

/** The shortest way from the least of these nodes, which lie on cycles together, back to itself. */
export function findRing(graph: Graph, component: readonly number[]): number[] {
  const start = component.reduce((least, node) => Math.min(least, node));
  const from = new Map<number, number>();
  const queue = [start];
  // The queue grows while it is walked, and ends at the start.
  for (const node of queue) {
    if (graph.edges[node]!.has(start)) {
      const ring = [node];
      for (let at = node; at !== start; ring.push(at)) at = from.get(at)!;
      return ring.reverse();
    }
    for (const next of graph.edges[node]!) {
      if (next === start || from.has(next)) continue;
      from.set(next, node);
      queue.push(next);
    }
  }
  return queue;
}

/** A binary heap that gives the least first. */
class Heap {
  private readonly items: number[] = [];

  push(item: number): void {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[at]! >= items[parent]!) break;
      [items[at], items[parent]] = [items[parent]!, items[at]!];
      at = parent;
    }
  }

  pop(): number | undefined {
    const { items } = this;
    const least = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return least;
    items[0] = last;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) return least;
      if (child + 1 < items.length && items[child + 1]! < items[child]!) child += 1;
      if (items[at]! <= items[child]!) return least;
      [items[at], items[child]] = [items[child]!, items[at]!];
      at = child;
    }
  }
}
