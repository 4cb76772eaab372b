/** What running a plan on a clone with sample rows has shown, and what it could not. */
export interface Proof {
  /** Tables whose sample rows were there before, and as many afterwards. Qualified and quoted, sorted. */
  readonly survived: readonly string[];
  /** Data that the plan says it destroys, in words. */
  readonly destroyed: readonly string[];
  /** Tables that no sample row could be kept in: nothing is known of their rows. */
  readonly withoutRows: readonly string[];
  /** What the server said where sample rows stopped the plan; it came through without them. */
  readonly stops: readonly string[];
}
