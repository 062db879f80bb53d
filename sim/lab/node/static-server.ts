/** Serves the files of one folder to this machine: GET and HEAD, nothing outside, nothing kept. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FileError } from './file-problem.ts';

const LOOPBACK = '127.0.0.1';
const LARGEST_PORT = 65_535;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.yaml': 'application/yaml; charset=utf-8',
};

interface Found {
  readonly path: string;
  readonly sizeBytes: number;
}

/** @returns the file that a URL names, unless it is none or lies outside of `root`. */
async function find(root: string, url: string): Promise<Found | undefined> {
  const { pathname } = new URL(url, 'http://localhost');
  try {
    const wanted = decodeURIComponent(pathname);
    // Resolved, so that neither `..` nor a symbolic link leads out of the folder.
    const path = await realpath(join(root, wanted.endsWith('/') ? `${wanted}index.html` : wanted));
    if (!path.startsWith(root + sep)) return undefined;
    const facts = await stat(path);
    return facts.isFile() ? { path, sizeBytes: facts.size } : undefined;
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

async function answer(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    refuse(response, 405, 'method not allowed');
    return;
  }
  const found = URL.canParse(request.url ?? '', 'http://localhost')
    ? await find(root, request.url!)
    : undefined;
  if (found === undefined) {
    refuse(response, 404, 'not found');
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(found.path)] ?? 'application/octet-stream',
    'content-length': found.sizeBytes,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(found.path), response);
}

/** Waits until the server listens, or says why it cannot. */
function opened(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'already in use' : (error.code ?? error.message);
      reject(new FileError(`port ${port}`, `${why}: expected a free one, or 0 for any`));
    });
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

export interface StaticServer {
  /** URL of the folder's index.html. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * @param port 0 takes one that is free.
 * @throws FileError when the port cannot be had.
 */
export async function listen(folder: string, port: number): Promise<StaticServer> {
  if (!Number.isInteger(port) || port < 0 || port > LARGEST_PORT) {
    throw new FileError(`port ${port}`, `expected 0 to ${LARGEST_PORT}`);
  }
  const root = await realpath(folder);
  const server = createServer((request, response) => {
    // A client that hangs up in the middle is no concern of ours.
    answer(root, request, response).catch(() => response.destroy());
  });
  const bound = await opened(server, port);
  return {
    address: `http://${LOOPBACK}:${bound}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
