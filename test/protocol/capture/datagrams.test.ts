/** Datagrams in captures, read by Wireshark's own dissectors. */
import { describe, expect, it } from 'vitest';
import type { ProtocolAnswer } from '../../../sim/protocol/job.ts';
import { mermaidText } from '../../../sim/report/sequence.ts';
import { total } from '../../run-scenario.ts';
import { captured, of, SUSPICIOUS, tshark } from './tshark.ts';

const REPORTS = `version: 1
title: things that report
run: { seed: 3, duration: 3m, fidelity: protocol }
places: [paris]
nodes:
  lines: { kind: clients, count: 10, access: none }
  cells: { kind: clients, count: 10, access: nb-iot-cell }
  near: { kind: gateway, service: 0ms }
  far: { kind: gateway, service: 0ms }
traffic:
  once: { kind: telemetry, from: lines, to: near, reports: { periodic: 30s } }
  cell: { kind: telemetry, from: cells, to: near, reports: { periodic: 1m }, confirmable: true }
  lossy: { kind: telemetry, from: lines, to: far, reports: { periodic: 30s }, confirmable: true }
timeline:
  - { at: 0s, do: degrade, between: [lines, far], for: 20m, loss: { independent: 20% } }
`;

const CALLS = `version: 1
title: calls
run: { seed: 6, duration: 12s, fidelity: protocol }
places: [frankfurt]
nodes:
  people: { kind: clients, count: 6, access: 4g }
  gateway: { kind: gateway }
traffic:
  calls: { kind: voice, from: people, to: gateway, arrivals: { poisson: 1rps }, ring: 1s, talk: { exponential: 4s } }
`;

let reports: Promise<ProtocolAnswer> | undefined;
const reporting = () => (reports ??= captured(REPORTS));

describe('a capture of CoAP', () => {
  it('has nothing that Wireshark objects to', async () => {
    expect(tshark(await reporting(), '-Y', SUSPICIOUS.join(' || '))).toEqual([]);
  });

  it('has each report once where it is sent once, and answers for those that ask for one', async () => {
    const answer = await reporting();
    const said = (traffic: string) => total(answer.result, 'messages', { traffic });
    expect(of(answer, 'coap.type == 1 && coap.code == 2')).toBe(said('once'));
    expect(of(answer, 'coap.code == 68')).toBe(of(answer, 'coap.type == 2'));
    const asked = new Set(
      tshark(answer, '-Y', 'coap.type == 0', '-T', 'fields', '-e', 'ip.src', '-e', 'coap.mid'),
    );
    expect(asked.size).toBe(said('cell') + said('lossy'));
    // Sent again, and said to be lost where it is.
    expect(of(answer, 'coap.type == 0')).toBeGreaterThan(asked.size);
    expect(of(answer, 'frame.comment == "lost on its way"')).toBeGreaterThan(10);
    expect(of(answer, 'coap.type == 2 && coap.code == 68')).toBeGreaterThan(asked.size * 0.8);
  });

  it('names both ends', async () => {
    const fields = ['-T', 'fields', '-e', 'frame.interface_name', '-e', 'ip.src_host'];
    const lines = tshark(await reporting(), '-N', 'n', '-Y', 'coap.type == 1', ...fields);
    expect(lines[0]).toMatch(/^lines\/0 -> near\/0\tlines\/0#\d+$/);
  });

  it('shows at the server only what comes there', async () => {
    const atServer = await captured(REPORTS, 'server');
    const lost = ({ captured }: ProtocolAnswer) => captured!.packets.length;
    expect(of(atServer, 'coap.type == 0')).toBeLessThan(of(await reporting(), 'coap.type == 0'));
    expect(lost(atServer)).toBeGreaterThan(0);
  });
});

describe('a sequence', () => {
  it('of datagrams is what two ends send each other, with losses, and Mermaid draws it', async () => {
    const lossy = /lines\/0#\d+ to far\/0/;
    const text = REPORTS.replace(/ {2}(once|cell): .*\n/g, '');
    const { sequence } = (await captured(text, 'client', 2 ** 20, 'datagrams/2')).captured!;
    expect(sequence!.steps[0]).toMatchObject({ what: expect.stringMatching(/^CON POST \d+$/) });
    const [counts] = sequence!.connections;
    expect(`${counts!.from} to ${counts!.to}`).toMatch(lossy);
    const lost = sequence!.steps.filter(({ arrivesAtMs }) => arrivesAtMs === undefined);
    expect(counts!.lostPackets).toBe(lost.length);
    expect(counts!.upPackets + counts!.downPackets).toBe(sequence!.steps.length);
    // Each answer has the number of what it answers. RFC 7252 §4.4
    const numbers = (of: RegExp) => sequence!.steps.flatMap(({ what }) => of.exec(what)?.[1] ?? []);
    const asked = new Set(numbers(/^CON POST (\d+)$/));
    const answered = numbers(/^ACK 2\.04 (\d+)$/);
    expect(answered.length).toBeGreaterThan(2);
    expect(answered.filter((number) => !asked.has(number))).toEqual([]);
    expect(mermaidText(sequence!)).toContain('CON POST');
  });
});

describe('a capture of RTP', () => {
  it('has each packet of sound, in the order of its numbers', async () => {
    const answer = await captured(CALLS);
    const ports = new Set(tshark(answer, '-Y', 'udp', '-T', 'fields', '-e', 'udp.dstport'));
    // RFC 3550 §11: sound has even ports, reports the ones above.
    const even = [...ports].filter((port) => Number(port) % 2 === 0);
    const decoded = even.flatMap((port) => ['-d', `udp.port==${port},rtp`]);
    expect(of(answer, SUSPICIOUS.join(' || '), ...decoded)).toBe(0);
    const sound = tshark(answer, ...decoded, '-Y', 'rtp', '-T', 'fields', '-e', 'rtp.p_type');
    expect(sound.length).toBeGreaterThan(500);
    expect(new Set(sound)).toEqual(new Set(['111']));
    const streams = tshark(answer, ...decoded, '-q', '-z', 'rtp,streams');
    // IP, UDP, and 94 bytes of secured reports: sender, what it hears, name, index, tag.
    const reports = tshark(answer, ...decoded, '-Y', 'udp && !rtp', '-T', 'fields', '-e', 'ip.len');
    expect(reports.length).toBeGreaterThan(3);
    expect(new Set(reports)).toEqual(new Set(['122']));
    const problems = streams.filter((line) => /\bX$/.test(line.trim()));
    expect(problems).toEqual([]);
  });
});
