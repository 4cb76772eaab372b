/** What a long step tells of itself while it runs. */
export type Progress =
  | { readonly kind: 'engine'; readonly message: string }
  | { readonly kind: 'migration'; readonly name: string; readonly index: number; readonly total: number };
