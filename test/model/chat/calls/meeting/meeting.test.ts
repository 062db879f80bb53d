import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../../run-scenario.ts';

const MBPS = 1e6;

/** Ten people, 5 ms from a server and 20 ms from each other, in one meeting for longer than the run. */
const MEETING = `
version: 1
title: a meeting
run: { seed: 3, duration: 25s, warmup: 15s }
places: [paris]
nodes:
  people: { kind: clients, count: 10, access: none }
  gateway: { kind: gateway, count: 1, service: 1ms, per-delivery: 0ms, workers: 1000 }
  media: { kind: media-server, count: 1, per-packet: 0ms }
links:
  people -> people: { latency: 20ms }
  people -> gateway: { latency: 10ms }
  people -> media: { latency: 5ms }
traffic:
  talk:
    kind: meeting
    from: people
    to: gateway
    arrivals: { once: { people: 1, half: 1ms } }
    size: 10
    lasts: 10m
    comes: 0s
    camera: 1.5Mbps
    floor: { lecture: { hands: 0 } }
    codec: g711
    frames: 2
    jitter-buffer: { fixed: 40ms }
`;

const of = (topology: string, set: readonly string[] = []) =>
  runText(MEETING, [`traffic.talk.topology=${topology}`, ...set]);

/** G.711 in packets of 20 ms: 160 bytes and 50 of headers. */
const VOICE = (210 * 8) / 0.02;

// reference/domain.md §4.4: mesh 13.5 up and down; SFU 1.5 up (× 1.3125 in three sizes), 13.5 down; MCU 1.5 and 1.5.
describe('ten members with cameras of 1.5 Mbit/s', () => {
  it.each([
    ['mesh', 13.5 + (9 * VOICE) / 10 / MBPS, 13.5 + (0.9 * VOICE) / MBPS],
    ['{ sfu: { server: media, layers: 1 } }', 1.5 + VOICE / 10 / MBPS, 13.5 + (0.9 * VOICE) / MBPS],
    ['{ sfu: media }', 1.5 * 1.3125 + VOICE / 10 / MBPS, 13.5 + (0.9 * VOICE) / MBPS],
    ['{ mcu: media }', 1.5 + VOICE / 10 / MBPS, 1.5 + (0.9 * VOICE) / MBPS],
  ])('send and get in a %s what the formulas say', (topology, up, down) => {
    const result = of(topology);
    // A step of 40 ms at each end of the 10 s is not whole.
    expect(figure(result, 'value', 'up_bitrate') / MBPS / up).toBeCloseTo(1, 2);
    expect(figure(result, 'value', 'down_bitrate') / MBPS / down).toBeCloseTo(1, 2);
    expect(figure(result, 'value', 'freeze_share')).toBe(0);
    expect(total(result, 'media_lost_bytes')).toBe(0);
  });

  it('make an SFU get 15 and send 135 Mbit/s', () => {
    const result = of('{ sfu: { server: media, layers: 1 } }');
    const rate = (from: string, to: string) =>
      (total(result, 'call_bytes', { node: from, to }) * 8) / 10 / MBPS;
    expect(rate('people', 'media') / (15 + VOICE / MBPS)).toBeCloseTo(1, 2);
    expect(rate('media', 'people') / (135 + (9 * VOICE) / MBPS)).toBeCloseTo(1, 2);
  });

  it('lose no byte and get none twice', () => {
    // No warm-up: all that was sent has come, is lost, or is on its way for 20 ms.
    const result = of('mesh', ['run.warmup=0s']);
    const sent = total(result, 'media_up_bytes');
    const come = total(result, 'media_down_bytes') + total(result, 'media_lost_bytes');
    expect(sent - come).toBeGreaterThanOrEqual(-1);
    expect(sent - come).toBeLessThan(0.002 * sent);
  });

  it('are heard after the way over the server, coding, mixing and the buffer', () => {
    // 20 ms of packet, no lookahead, ways of 5 ms, 40 ms held; an MCU holds 100 ms more.
    expect(figure(of('{ sfu: media }'), 'max', 'mouth_to_ear')).toBeCloseTo(20 + 10 + 40, 6);
    expect(figure(of('{ mcu: media }'), 'max', 'mouth_to_ear')).toBeCloseTo(20 + 10 + 40 + 100, 6);
    expect(figure(of('mesh'), 'max', 'mouth_to_ear')).toBeCloseTo(20 + 20 + 40, 6);
  });
});

describe('coming into a meeting', () => {
  // Asking: 10 + 1 + 10 ms over the gateway. RFC 8445: a check there and back; DTLS 1.2: two, 1.3: one.
  it.each([
    ['dtls-1.2', 21 + 3 * 10],
    ['dtls-1.3', 21 + 2 * 10],
  ])('takes signals, a check and keys by %s', (keys, takesMs) => {
    const result = of('{ sfu: media }', [`traffic.talk.keys=${keys}`, 'run.warmup=0s']);
    expect(figure(result, 'min', 'call_setup')).toBe(takesMs);
    expect(figure(result, 'max', 'call_setup')).toBe(takesMs);
    expect(total(result, 'meeting_joins')).toBe(10);
  });

  it('takes one and a half round trips of signals between two', () => {
    const result = of('mesh', ['traffic.talk.size=2', 'traffic.talk.ring=3s', 'run.warmup=0s']);
    // RFC 3261 §13: INVITE, OK, ACK over the gateway, 21 ms each; then three round trips of 40 ms.
    expect(figure(result, 'max', 'call_setup')).toBe(3 * 21 + 3 * 40);
  });

  it('takes longer over a relay, and media take the way over it', () => {
    const relayed = ['traffic.talk.relay={ group: media, share: 100% }'];
    const pair = ['traffic.talk.size=2', 'traffic.talk.ring=0s', 'run.warmup=0s', ...relayed];
    const result = of('mesh', pair);
    // RFC 8656 §7: two round trips of 10 ms for an address; three pairs are tried 50 ms apart before; then 20 ms each.
    expect(figure(result, 'max', 'call_setup')).toBe(3 * 21 + 2 * 10 + 150 + 3 * 20);
    expect(figure(result, 'max', 'mouth_to_ear')).toBeCloseTo(20 + 10 + 40, 6);
    expect(total(result, 'call_bytes', { node: 'people', to: 'media' })).toBeGreaterThan(MBPS);
  });
});

describe('a call with pictures between two', () => {
  const pair = (set: readonly string[] = []) =>
    runText(MEETING, [
      'traffic.talk.size=2',
      'traffic.talk.ring=0s',
      'traffic.talk.floor=turns',
      ...set,
    ]);

  it('sends each one’s camera to the other, and the voice of who speaks', () => {
    const result = pair();
    expect(figure(result, 'value', 'camera_bitrate') / MBPS).toBeCloseTo(1.5, 2);
    // Two cameras, and one voice nearly all the time, for 10 s.
    const sent = (total(result, 'media_up_bytes') * 8) / 10;
    expect(sent).toBeGreaterThan(3 * MBPS);
    expect(sent).toBeLessThan(3 * MBPS + VOICE + 1e4);
  });

  it('stands still for as long as the way between them is closed', () => {
    const cut = `${MEETING}timeline:\n  - { at: 17s, do: cut, between: [people, people], for: 2s, name: cut }\n`;
    const result = runText(cut, ['traffic.talk.size=2', 'traffic.talk.ring=0s']);
    expect(figure(result, 'value', 'freeze_share')).toBeCloseTo(2 / 10, 1);
    expect(total(result, 'voice_lost')).toBeGreaterThan(0);
  });
});

describe('the group in the middle', () => {
  it('has to serve media', () => {
    expect(() => of('{ sfu: gateway }')).toThrow(
      /gateway .*does not serve media: expected a group/,
    );
  });
});
