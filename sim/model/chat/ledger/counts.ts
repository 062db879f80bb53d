/** How many messages and deliveries there have been, and how they ended. */
export class Counts {
  sent = 0;
  acked = 0;
  rejected = 0;
  owed = 0;
  shown = 0;
  expired = 0;
  dropped = 0;
  bounced = 0;
  withdrawn = 0;

  get outstanding(): number {
    const { bounced, dropped, expired, owed, shown, withdrawn } = this;
    return owed - shown - expired - dropped - bounced - withdrawn;
  }

  facts() {
    const { sent, acked, rejected, owed, shown, expired, dropped, withdrawn, outstanding } = this;
    const known = { sent, acked, rejected, owed, shown, expired, dropped, withdrawn, outstanding };
    return this.bounced === 0 ? known : { ...known, bounced: this.bounced };
  }
}
