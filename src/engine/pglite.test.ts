import { engineSuite } from './engine.suite.ts';

engineSuite('pglite', {
  'several sessions':
    'PGlite is one backend process: a second session would share the first one’s transaction.',
  'outside clients': 'There is no socket: the server lives inside this process.',
  'names of databases':
    'Each database is an instance of its own, and inside all of them are called postgres.',
  sharing: 'Memory of one process cannot be shared with another.',
  'copy from stdin': 'The backend asks for the rows while it runs, when nobody can answer.',
  'keeping the owner from becoming superuser':
    'The session began as the superuser, so SET SESSION AUTHORIZATION leads back. WebAssembly keeps it from the system.',
});
