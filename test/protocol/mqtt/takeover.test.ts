/** When the broker of aedes says that a connection has another in its place. */
import { Duplex } from 'node:stream';
import { generate } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { AedesBroker } from '../../../sim/protocol/mqtt/aedes-broker.ts';

/** Turns of the loop in which aedes does what an event sets off. */
const TURNS = 12;

async function rest(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((done) => setImmediate(done));
}

/** A broker whose desk lets in whom the test says, when it says so. */
function broker() {
  const waiting: ((isTaken: boolean) => void)[] = [];
  const ended: boolean[] = [];
  const desk = { isPersistent: false, accept: (answer: never) => waiting.push(answer) };
  const node = {
    desk,
    began: () => {},
    ended: (_client: string, isReplaced: boolean) => ended.push(isReplaced),
  };
  const aedes = new AedesBroker(node as never);
  /** The same device, each time. */
  const connect = async () => {
    const socket = new Duplex({ read() {}, write: (_bytes, _encoding, done) => done() });
    socket.on('error', () => {});
    aedes.take(socket as never);
    socket.push(generate({ cmd: 'connect', clientId: 'a', keepalive: 60, clean: true }));
    await rest();
    const answer = async (isTaken: boolean) => {
      waiting.shift()!(isTaken);
      await rest();
    };
    return { socket, answer };
  };
  return { aedes, connect, ended };
}

describe('a connection of a device that is there already', () => {
  it('has not taken the place of the first one where it is refused, or gone before its turn', async () => {
    const { aedes, connect, ended } = broker();
    const first = await connect();
    await first.answer(true);
    await (await connect()).answer(false);
    const gone = await connect();
    gone.socket.destroy();
    await rest();
    await gone.answer(true);
    expect(ended).toEqual([]);
    first.socket.destroy();
    await rest();
    expect(ended).toEqual([false]);
    aedes.close();
  });

  it('takes its place where it is let in (MQTT-3.1.4-2)', async () => {
    const { aedes, connect, ended } = broker();
    await (await connect()).answer(true);
    await (await connect()).answer(true);
    expect(ended).toEqual([true]);
    aedes.close();
  });
});
