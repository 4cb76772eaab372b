/** A set that says so whenever it changes. */
export class WatchedSet<Item> extends Set<Item> {
  private readonly onChange: () => void;

  constructor(onChange: () => void) {
    super();
    this.onChange = onChange;
  }

  override add(item: Item): this {
    if (!this.has(item)) this.onChange();
    return super.add(item);
  }

  override delete(item: Item): boolean {
    if (this.has(item)) this.onChange();
    return super.delete(item);
  }
}
