/** `setTimeout` of Node's own sockets in virtual time: those of TLS are some, over whatever carries them. */
import type NodeNet from 'node:net';
import type { Kernel } from './kernel.ts';
import { clear, VirtualTimeout } from './timers.ts';

type Net = typeof NodeNet;
type Socket = Omit<NodeNet.Socket, 'timeout'> & { timeout: number; _onTimeout(): void };

/** Where Node keeps the timer, and whence it refreshes it when something passes. */
const slotOf = (net: Net): symbol =>
  Object.getOwnPropertySymbols(new net.Socket()).find(({ description }) =>
    ['timeout', 'kTimeout'].includes(description ?? ''),
  )!;

export function virtualSocketTimeouts(kernel: () => Kernel): void {
  const net = process.getBuiltinModule('node:net');
  const slot = slotOf(net);
  net.Socket.prototype.setTimeout = function setTimeout(
    this: Socket,
    ms: number,
    callback?: () => void,
  ) {
    if (this.destroyed) return this;
    const kept = this as unknown as Record<symbol, unknown>;
    this.timeout = ms;
    clear(kept[slot]);
    kept[slot] = null;
    if (ms > 0) {
      const fire = () => {
        if (!this.destroyed) this._onTimeout();
      };
      kept[slot] = new VirtualTimeout(kernel(), fire, ms, false, []);
    }
    if (callback === undefined) return this;
    return ms > 0 ? this.once('timeout', callback) : this.off('timeout', callback);
  } as unknown as Net['Socket']['prototype']['setTimeout'];
}
