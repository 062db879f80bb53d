import { describe, expect, it } from 'vitest';
import { read } from '../../sim/index.ts';

const NODES = `version: 1
title: keys that need another one
run: { duration: 1m }
places: [paris]
nodes:
  people: { kind: clients, count: 4 }
  gateway: { kind: gateway }
  store: { kind: mailbox }
  waker: { kind: push }
  registry: { kind: registry }
traffic:
`;

/** Of a scenario with one traffic: code, line of it, path, what is marked and what is said. */
function found(traffic: string): string[] {
  const text = `${NODES}  talk: { from: people, to: gateway, ${traffic} }\n`;
  const lines = text.split('\n');
  return read(text, { file: 'scenario.yaml' }).problems.map(
    ({ code, path, line, column, length, message }) => {
      const marked = lines[line - 1]!.slice(column - 1, column - 1 + length);
      return `${code} «${marked}» ${path}: ${message}`;
    },
  );
}

const said = (key: string, path: string, other: string) =>
  `TW1320 «${key}» traffic.talk.${path}: means nothing without ${other}: expected ${other}, too`;

describe('a key that means nothing without another one', () => {
  it.each([
    ['kind: chat, receipts: { tell: read }', 'receipts', 'receipts', 'mailbox'],
    ['kind: chat, devices: 2', 'devices', 'devices', 'mailbox'],
    ['kind: chat, broken: no-dedupe', 'broken', 'broken', 'mailbox'],
    ['kind: chat, sessions: {}', 'sessions', 'sessions', 'mailbox'],
    ['kind: chat, mailbox: store, push: { to: waker }', 'push', 'push', 'sessions'],
    ['kind: chat, mailbox: store, quorum: all', 'quorum', 'quorum', 'replicas'],
    ['kind: chat, media: { to: gateway }', 'media', 'media', 'kinds'],
    [
      'kind: chat, mailbox: store, sessions: { stay: 5m }',
      'stay',
      'sessions.stay',
      'sessions.arrivals',
    ],
    ['kind: sessions, keep: 30s', 'keep', 'keep', 'arrivals'],
    ['kind: sessions, registry: { at: registry }', 'registry', 'registry', 'presence'],
    ['kind: sessions, router: { at: registry }', 'router', 'router', 'presence'],
    ['kind: chat, federation: { with: {} }', 'federation', 'federation', 'mailbox'],
  ])('is a problem where it stands: %s', (traffic, key, path, other) => {
    expect(found(traffic)).toContain(said(key, path, other));
  });

  it.each([
    'kind: chat, mailbox: store, devices: 2, receipts: { tell: read }, replicas: 2, quorum: all',
    'kind: chat, mailbox: store, sessions: { arrivals: { poisson: 1rps }, stay: 5m }, push: { to: waker }',
    'kind: chat, mailbox: ~, sessions: ~',
    'kind: sessions, arrivals: { poisson: 1rps }, keep: 30s, presence: {}, registry: { at: registry }',
  ])('is none beside it, nor where it is empty: %s', (traffic) => {
    expect(found(traffic).filter((text) => text.startsWith('TW1320'))).toEqual([]);
  });
});
