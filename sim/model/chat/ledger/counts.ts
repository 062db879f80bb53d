/** How many messages and deliveries there have been, and how they ended. */
export class Counts {
  sent = 0;
  acked = 0;
  rejected = 0;
  owed = 0;
  shown = 0;
  expired = 0;
  dropped = 0;
  withdrawn = 0;

  get outstanding(): number {
    return this.owed - this.shown - this.expired - this.dropped - this.withdrawn;
  }

  facts() {
    const { sent, acked, rejected, owed, shown, expired, dropped, withdrawn, outstanding } = this;
    return { sent, acked, rejected, owed, shown, expired, dropped, withdrawn, outstanding };
  }
}
