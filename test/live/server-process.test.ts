import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RealNode } from '../../sim/live/real-node.ts';
import { freePorts } from '../../sim/live/servers/ports.ts';
import { ServerProcess } from '../../sim/live/servers/server-process.ts';
import type { Invocation, Startable } from '../../sim/live/servers/software.ts';
import type { NodeContext } from '../../sim/model/node/node.ts';

const node = (code: string): Invocation => ({ program: process.execPath, args: ['-e', code] });

async function server(invocation: Invocation, startMs = 20_000) {
  const [port = 0] = await freePorts(1, undefined);
  const deaths: string[] = [];
  const given = { program: invocation.program, args: [...invocation.args, String(port)] };
  const running = new ServerProcess(
    {
      title: 'a server (edge/0)',
      advice: 'apt-get install a-server',
      invocation: given,
      port,
      died: (error) => deaths.push(error.message),
    },
    startMs,
  );
  return { running, deaths, port };
}

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const LISTENS = "require('net').createServer().listen(Number(process.argv.at(-1)), '127.0.0.1');";

describe('a server process', () => {
  it('says how to get a program that is missing', async () => {
    const { running } = await server({ program: 'no-such-server', args: [] });
    await expect(running.start()).rejects.toThrow(
      /^a server \(edge\/0\): is not installed: apt-get install a-server$/,
    );
    await running.stop();
  });

  it('says what a program wrote that ends at once', async () => {
    const { running } = await server(node("console.error('no such option'); process.exitCode = 7"));
    await expect(running.start()).rejects.toThrow(
      /^a server \(edge\/0\): ended before it took connections; it wrote last:\n {2}no such option$/,
    );
    await running.stop();
  });

  it('kills what takes no connections', async () => {
    const { running, port } = await server(node('setInterval(() => {}, 1000)'), 400);
    await expect(running.start()).rejects.toThrow(
      `a server (edge/0): took no connection on 127.0.0.1:${port} in 0.4 s, and was killed`,
    );
    expect(isThere(running.pid!)).toBe(false);
  });

  it('kills what does not end when it is asked to, with what it has started', async () => {
    const hangs = `process.on('SIGTERM', () => {}); require('child_process').spawn('sleep', ['600']); ${LISTENS}`;
    const { running, deaths } = await server(node(hangs));
    await running.start();
    await running.stop(200);
    // Nobody is left in its group.
    expect(isThere(-running.pid!)).toBe(false);
    expect(deaths).toEqual([]);
  });

  it('may be killed while it starts, and nobody takes that for a failure', async () => {
    const { running, deaths } = await server(node('setInterval(() => {}, 1000)'));
    const started = running.start();
    await running.kill();
    await expect(started).resolves.toBeUndefined();
    expect(deaths).toEqual([]);
  });

  it('tells of a death that nobody wanted', async () => {
    const { running, deaths } = await server(
      node(`setTimeout(() => process.exit(3), 1500); ${LISTENS}`),
    );
    await running.start();
    while (deaths.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(deaths).toEqual(['a server (edge/0): ended with code 3']);
    await running.stop();
  });
});

describe('free ports', () => {
  it('are not given twice', async () => {
    expect(new Set(await freePorts(20, undefined)).size).toBe(20);
  });

  it('end at the last that there is', async () => {
    // RFC 9293 §3.1: ports have 16 bits.
    await expect(freePorts(2, 65_535)).rejects.toThrow(
      'port 65535: 2 servers need as many from there on: expected at most 65534',
    );
  });
});

describe('a node whose work a real server does', () => {
  it('may crash again while its server still starts, or still ends, from the crash before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'twinwing-node-'));
    const [port = 0] = await freePorts(1, undefined);
    const deaths: string[] = [];
    const software: Startable = {
      name: 'listener',
      title: 'a listener',
      debianPackage: 'a-listener',
      version: node(''),
      files: () => ({}),
      start: () => ({ program: process.execPath, args: ['-e', LISTENS, String(port)] }),
    };
    const context = { name: 'edge/0' } as NodeContext;
    const died = (error: Error) => void deaths.push(error.message);
    const running = new RealNode(context, {}, { software, port, folder, parents: [], died });
    await running.start();
    running.crash();
    running.restart();
    running.crash();
    running.restart();
    // Node takes longer than that to start.
    await new Promise((resolve) => setTimeout(resolve, 15));
    running.crash();
    running.restart();
    running.crash();
    // Long enough for whatever would still start.
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect({ deaths, isUp: running.isUp }).toEqual({ deaths: [], isUp: false });
    running.restart();
    await new Promise<void>((resolve) => running.whenUp(resolve));
    expect({ deaths, isUp: running.isUp }).toEqual({ deaths: [], isUp: true });
    await running.stop();
    rmSync(folder, { recursive: true });
  });
});
