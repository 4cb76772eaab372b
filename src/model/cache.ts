/** One thing that is kept on disk between runs, or is running now. */
export interface CacheItem {
  readonly kind: 'base' | 'snapshot' | 'binaries' | 'run' | 'rehearsals';
  /** As its maker called it. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** ISO 8601, UTC. */
  readonly lastUsed: string;
}
