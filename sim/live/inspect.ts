/** Which of the servers that can run live are here, and whether they do what they are needed for. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { buffer } from 'node:stream/consumers';
import { DOMAIN } from '../protocol/chat/xmpp/names.ts';
import { Grounds } from './grounds.ts';
import { Folder, writeFiles } from './servers/folder.ts';
import { MESSAGING, SOFTWARE } from './servers/index.ts';
import { freePorts } from './servers/ports.ts';
import { ServerError, ServerProcess, wordsOf } from './servers/server-process.ts';
import type { ServerPlan, Software, Startable } from './servers/software.ts';

export interface Inspected {
  readonly name: string;
  readonly title: string;
  readonly debianPackage: string;
  /** Absent: it is not installed. */
  readonly version?: string;
  /** Why it does not work here; absent: it does, or was not tried. */
  readonly fault?: string;
  readonly isTried: boolean;
}

const VERSION = /\d+\.\d+(?:\.\d+)*/;
const PATIENCE_MS = 10_000;
const BODY = 'a copy';
const CAPACITY_BYTES = 64 * 1024 * 1024;

/** @param isTried whether each is started, and asked for something: takes some seconds. */
export function inspectServers(isTried: boolean): Promise<Inspected[]> {
  const caches = SOFTWARE.map((software) =>
    inspect(software, isTried, (plan) => checkCache(software, plan)),
  );
  const brokers = MESSAGING.map((broker) =>
    inspect(broker, isTried, (plan) => checkGreeting(broker, plan)),
  );
  return Promise.all([...caches, ...brokers]);
}

/** @param check what it finds wrong with a server that runs. */
async function inspect(
  server: Startable,
  isTried: boolean,
  check: (plan: ServerPlan) => Promise<string | undefined>,
): Promise<Inspected> {
  const { name, title, debianPackage } = server;
  const version = await versionOf(server);
  const facts = { name, title, debianPackage, isTried: isTried && version !== undefined };
  if (version === undefined) return facts;
  const fault = isTried ? await faultOf(server, check) : undefined;
  return { ...facts, version, ...(fault !== undefined && { fault }) };
}

function versionOf({ version }: Startable): Promise<string | undefined> {
  const [program, args] = wordsOf(version);
  return new Promise((resolve) => {
    // Some of them end with a code of their own after that, and some write it to standard error.
    execFile(program, args, { timeout: PATIENCE_MS }, (_error, stdout, stderr) =>
      resolve(VERSION.exec(stdout + stderr)?.[0]),
    );
  });
}

async function faultOf(
  server: Startable,
  check: (plan: ServerPlan) => Promise<string | undefined>,
): Promise<string | undefined> {
  const grounds = new Grounds();
  const folder = new Folder();
  let running: ServerProcess | undefined;
  try {
    const origin = http.createServer((_request, response) => {
      response.writeHead(200, { 'Cache-Control': 'public, max-age=60', ETag: '"1"' }).end(BODY);
    });
    const parent = await grounds.listen(origin);
    const [port = 0] = await freePorts(1, undefined);
    const plan: ServerPlan = {
      name: server.name,
      port,
      folder: folder.inner(server.name),
      parents: [parent],
      algorithm: 'ring-hash',
      cache: { capacityBytes: CAPACITY_BYTES, collapse: true },
    };
    writeFiles(server, plan);
    running = new ServerProcess({
      title: server.title,
      advice: `apt-get install ${server.debianPackage}`,
      invocation: server.start(plan),
      port,
      died: () => {},
    });
    await running.start();
    return await check(plan);
  } catch (error) {
    if (error instanceof ServerError) return error.message;
    throw error;
  } finally {
    await running?.stop();
    grounds.close();
    folder.remove();
  }
}

/** Asked twice, it must pass on what its parent says. */
async function checkCache({ title }: Software, { port }: ServerPlan): Promise<string | undefined> {
  const ask = async () => {
    const request = http.get({ port, host: '127.0.0.1', path: '/0/1', agent: false });
    request.setTimeout(PATIENCE_MS, () => request.destroy(new Error('no answer')));
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    return { status: response.statusCode, body: String(await buffer(response)) };
  };
  try {
    const answers = [await ask(), await ask()];
    const wrong = answers.find(({ status, body }) => status !== 200 || body !== BODY);
    return wrong && `${title}: answered ${wrong.status} where 200 was expected`;
  } catch (error) {
    return `${title}: ${(error as Error).message}`;
  }
}

/** What a client says first, and what the server must say then. */
const GREETINGS: Readonly<Record<string, { readonly hello: Buffer; readonly answer: RegExp }>> = {
  // CONNECT of MQTT 3.1.1 §3.1 from client x, and CONNACK that accepts it (§3.2).
  mosquitto: {
    hello: Buffer.from('100d00044d51545404020000000178', 'hex'),
    answer: /^ \S/,
  },
  prosody: {
    hello: Buffer.from(
      `<stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" to="${DOMAIN}" version="1.0">`,
    ),
    answer: /<mechanism>PLAIN<\/mechanism>/,
  },
  nats: { hello: Buffer.from('CONNECT {}\r\nPING\r\n'), answer: /PONG\r\n/ },
};

function checkGreeting({ name, title }: Startable, { port }: ServerPlan) {
  const { hello, answer } = GREETINGS[name]!;
  return new Promise<string | undefined>((resolve) => {
    let heard = '';
    const socket = net.connect({ port, host: '127.0.0.1' }, () => socket.write(hello));
    const end = (fault?: string) => {
      socket.destroy();
      resolve(fault);
    };
    socket.setTimeout(PATIENCE_MS, () => end(`${title}: no answer`));
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      if (answer.test(heard)) end();
    });
    socket.on('error', (error) => end(`${title}: ${error.message}`));
    socket.on('close', () => end(`${title}: does not speak as expected`));
  });
}
