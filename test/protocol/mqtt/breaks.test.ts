/** What real clients and brokers do when networks break. Threads load built files. */
import { describe, expect, it } from 'vitest';
import { figure, total } from '../../run-scenario.ts';
import { modelled, spoken } from '../spoken-scenario.ts';
import { pubsub, things } from './spoken-mqtt.ts';

const ONE_TOPIC = 'topics: 1, subscriptions: 1,';
const oneTopic = (text: string) => text.replace('topics: 4, subscriptions: 2,', ONE_TOPIC);

describe('when networks break', () => {
  it('brokers give silent devices up after 1.5 keep-alives, say their wills, and know them when they are back', async () => {
    // Devices go silent at 20 s for 40 s; they are known to be gone at 1.5 × 10 s behind their last packet.
    const away = 'away: { every: 20s, lasts: 40s }';
    const connection = 'connection: { keep-alive: 10s, reconnect: { constant: 1s } }';
    const traffic = ['a', 'b']
      .map((name) =>
        oneTopic(
          pubsub(name, 1, name === 'a' ? '3.1.1' : '5', `will: true, ${connection}, ${away}`),
        ),
      )
      .join('');
    const stop = (name: string) => `{ at: 50s, do: ramp, traffic: ${name}, to: 0rps }`;
    const text = things({ traffic, duration: '75s', timeline: [stop('a'), stop('b')] });
    const [{ result }, model] = [await spoken(text), modelled(text)];
    for (const label of ['a', 'b']) {
      const of = (metric: string, one = result) => total(one, metric, { traffic: label });
      expect([of('wills'), of('openings')]).toEqual([20, 20]);
      expect([of('wills', model), of('openings', model)]).toEqual([20, 20]);
      expect(of('messages')).toBe(of('messages', model));
      expect(of('deliveries')).toBe(of('deliveries', model));
      expect(of('undelivered')).toBe(0);
      // The one who waits longest published when the network went, and was heard 40 s later.
      const [longest, theirs] = [result, model].map((one) =>
        figure(one, 'max', 'delivery', { traffic: label }),
      );
      expect(Math.abs(longest! / theirs! - 1)).toBeLessThan(0.02);
    }
  }, 240_000);

  it('brokers say the will of a device that takes its own place', async () => {
    // Back after 10 s, when its broker has not missed it: MQTT 3.1.1 §3.1.2.5, 5.0 §3.1.4.
    const away = 'away: { every: 20s, lasts: 10s }';
    const connection = 'connection: { keep-alive: 60s, reconnect: { constant: 1s } }';
    const names = ['a', 'b'] as const;
    const traffic = names.map((name) =>
      oneTopic(pubsub(name, 1, name === 'a' ? '3.1.1' : '5', `will: true, ${connection}, ${away}`)),
    );
    const stop = (name: string) => `{ at: 18s, do: ramp, traffic: ${name}, to: 0rps }`;
    const timeline = names.map(stop);
    const text = things({ traffic: traffic.join(''), duration: '38s', timeline });
    const [{ result }, model] = [await spoken(text), modelled(text)];
    for (const label of names) {
      const of = (metric: string, one = result) => total(one, metric, { traffic: label });
      for (const metric of ['wills', 'openings', 'messages', 'deliveries', 'undelivered']) {
        expect([metric, of(metric)]).toEqual([metric, of(metric, model)]);
      }
      expect([of('wills'), of('openings')]).toEqual([20, 20]);
      // Each will goes to all who are there, itself as well.
      expect(of('deliveries')).toBe(20 * of('messages'));
    }
  }, 240_000);

  it('what a broker works on when it crashes is lost with QoS 0, what waits for its turn as well', async () => {
    const names = ['a', 'b'] as const;
    const traffic = names.map((name) => oneTopic(pubsub(name, 0, name === 'a' ? '3.1.1' : '5')));
    const timeline = ['old', 'new'].map((node) => `{ at: 6s, do: crash, node: ${node}, for: 1s }`);
    timeline.push(...names.map((name) => `{ at: 8s, do: ramp, traffic: ${name}, to: 0rps }`));
    const slow = 'kind: broker, workers: 100, service: { lognormal: { median: 1s, p99: 4s } }';
    const text = things({ traffic: traffic.join(''), timeline }).replaceAll('kind: broker', slow);
    const { result } = await spoken(text);
    for (const label of names) {
      const of = (metric: string) => total(result, metric, { traffic: label });
      expect(of('deliveries') + of('undelivered')).toBe(20 * of('messages'));
      expect(of('undelivered')).toBeGreaterThan(0);
    }
  }, 240_000);

  it('a partition ends connections by their keep-alive, and what was published meanwhile comes later', async () => {
    const connection = 'connection: { keep-alive: 5s, reconnect: { constant: 1s } }';
    const text = things({
      traffic: oneTopic(pubsub('a', 1, '5', connection)),
      places: '[paris]',
      duration: '90s',
      timeline: [
        '{ at: 10s, do: partition, nodes: new, for: 20s }',
        '{ at: 40s, do: ramp, traffic: a, to: 0rps }',
      ],
    });
    const { result } = await spoken(text);
    const messages = total(result, 'messages');
    expect(total(result, 'deliveries')).toBe(20 * messages);
    expect(total(result, 'undelivered')).toBe(0);
    expect(total(result, 'openings')).toBeGreaterThanOrEqual(20);
    expect(figure(result, 'max', 'delivery')).toBeGreaterThan(15_000);
  }, 240_000);

  it('what an access network loses is sent again by TCP, and comes', async () => {
    const text = things({
      traffic: oneTopic(pubsub('a', 0, '3.1.1')),
      access: '{ 4g: {} }',
      timeline: [
        '{ at: 0s, do: degrade, between: [things, old], loss: { independent: 5% }, for: 15s }',
        '{ at: 10s, do: ramp, traffic: a, to: 0rps }',
      ],
    });
    const { result } = await spoken(text);
    expect(total(result, 'deliveries')).toBe(20 * total(result, 'messages'));
    // A lost packet waits for its timeout, 200 ms or more (RFC 6298).
    expect(figure(result, 'max', 'delivery')).toBeGreaterThan(200);
  }, 240_000);
});
