/** What the ledger of a chat costs: nanoseconds a call and bytes a delivery, for pairs and for a large room. */
import { Ledger } from '../../dist/model/chat/ledger/ledger.js';
import { INVARIANTS } from '../../dist/result/ledger.js';

const PEOPLE = 1_000_000;
const clock = { events: 0, nowMs: 0 };
const ledgerOf = () => new Ledger({ traffic: 'talk', promises: INVARIANTS, clock });
const spread = (number, below) => Math.imul(number ^ (number >>> 15), 0x9e3779b1) >>> (0 % below);
const cpuNs = () => process.cpuUsage().user * 1000;

function say(name, calls, ns, ledger) {
  const { broken } = ledger.facts();
  if (Object.keys(broken).length > 0) throw new Error(JSON.stringify(broken));
  console.log(`${name}: ${(ns / calls).toFixed(0)} ns a call`);
}

/** 200 thousand pairs of a million people; a message is shown, confirmed and read `behind` messages later. */
function pairs(behind) {
  const [pairCount, messages] = [200_000, 2_000_000];
  const ledger = ledgerOf();
  const one = (pair) => (spread(pair, 1) % (PEOPLE / 2)) * 2;
  for (let pair = 0; pair < pairCount; pair += 1) {
    ledger.joined(pair, one(pair));
    ledger.joined(pair, one(pair) + 1);
  }
  const pairOf = (message) => (spread(message + 7, 1) >>> 3) % pairCount;
  const begin = cpuNs();
  for (let message = 0; message < messages + behind; message += 1) {
    if (message < messages) {
      const pair = pairOf(message);
      ledger.sent(message, one(pair), one(pair), pair, message);
    }
    const late = message - behind;
    if (late < 0) continue;
    const reader = one(pairOf(late)) + 1;
    ledger.acked(late, message);
    ledger.shown(late, reader, message);
    ledger.receipt(late, 1, message, reader);
    ledger.read(late, reader, message);
    ledger.receipt(late, 2, message);
  }
  say(`pairs, ${behind} under way`, messages * 6, cpuNs() - begin, ledger);
}

/** Rooms of 10 thousand, 20 messages under way. */
function room() {
  const [members, messages, behind] = [10_000, 600, 20];
  const ledger = ledgerOf();
  for (let person = 0; person < members; person += 1) ledger.joined(0, person);
  const begin = cpuNs();
  for (let message = 0; message < messages + behind; message += 1) {
    if (message < messages) ledger.sent(message, message, message, 0, message);
    const late = message - behind;
    for (let person = 0; late >= 0 && person < members; person += 1) {
      if (person !== late) ledger.shown(late, person, message);
    }
  }
  say('a room of 10 000, 20 under way', messages * members, cpuNs() - begin, ledger);
}

/** A million messages that wait for somebody who is away. */
function waiting() {
  const messages = 1_000_000;
  const ledger = ledgerOf();
  for (let pair = 0; pair < 1000; pair += 1) {
    ledger.joined(pair, 2 * pair);
    ledger.joined(pair, 2 * pair + 1);
  }
  const memory = () => process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  global.gc?.();
  const before = memory();
  for (let message = 0; message < messages; message += 1) {
    const pair = message % 1000;
    ledger.sent(message, 2 * pair, 2 * pair, pair, message);
  }
  global.gc?.();
  console.log(`a delivery that waits: ${((memory() - before) / messages).toFixed(0)} bytes`);
}

pairs(1000);
pairs(200_000);
room();
waiting();
