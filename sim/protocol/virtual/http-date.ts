/** `Date` of answers of `node:http`, which takes it from a clock inside Node that nobody can replace. */

/** What writes the fields of a message; not public. */
interface Outgoing {
  sendDate?: boolean;
  hasHeader(name: string): boolean;
  _storeHeader(firstLine: string, fields: unknown): void;
}

/** @returns what puts it back. */
export function dateInVirtualTime(): () => void {
  const http = process.getBuiltinModule('node:http');
  const prototype = http.OutgoingMessage.prototype as unknown as Outgoing;
  const { _storeHeader: store } = prototype;
  prototype._storeHeader = function storeHeaderDated(this: Outgoing, firstLine, fields) {
    if (this.sendDate !== true || hasDate(fields)) return store.call(this, firstLine, fields);
    this.sendDate = false;
    const date = `Date: ${new Date().toUTCString()}\r\n`;
    return store.call(this, firstLine + date, fields);
  };
  return () => {
    prototype._storeHeader = store;
  };
}

/** Fields are a list of names and values, a list of pairs, or an object; of values that are names nobody has heard. */
function hasDate(fields: unknown): boolean {
  if (typeof fields !== 'object' || fields === null) return false;
  const names = Array.isArray(fields) ? fields.flat() : Object.keys(fields);
  const values = Array.isArray(fields) ? [] : Object.values(fields).map((each) => each?.[0]);
  return [...names, ...values].some((name) => String(name).toLowerCase() === 'date');
}
