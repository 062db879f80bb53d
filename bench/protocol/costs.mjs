/** What a small spoken run says of the bytes of requests and handshakes. */

/** One request on each connection with `idle: 1ms`; many on one without. */
export const sampleText = ({ transport, idle, rps, seconds = 4 }) => `version: 1
title: what requests cost
run: { seed: 4, duration: ${seconds + 4}s, warmup: 0s, fidelity: protocol }
places: [frankfurt]
nodes:
  people: { kind: clients, count: 400, access: none }
  origin: { kind: origin, workers: 100, service: { constant: 1ms } }
traffic:
  web:
    kind: web
    from: people
    to: origin
    transport: ${transport}
    idle: ${idle}
    arrivals: { poisson: ${rps}rps }
    catalog: { objects: 5, popularity: { zipf: 0.9 }, size: { constant: 4KiB } }
timeline:
  - { at: ${seconds}s, do: ramp, traffic: web, to: 0rps, over: 0s }
`;

const BODY_BYTES = 4096;

/**
 * Bytes of a request, of what an answer has beside its object, and of TLS on a connection that carries both once: up hello, finished and a
 * record; down hello, certificates, tickets, a record and a farewell. From the archive and the first connection of a run in which
 * every request has a connection of its own.
 *
 * @param answer of a run with a capture of connection/1.
 */
export function costsOf({ captured }) {
  const { entries } = JSON.parse(captured.har).log;
  const [{ upBytes, downBytes, roundTrips, upWireBytes, downWireBytes }] =
    captured.sequence.connections;
  const first = entries[0];
  const requestBytes = first.request.headersSize;
  const fieldsBytes = first.response.headersSize;
  return {
    requestBytes,
    answerBytes: fieldsBytes,
    tlsUpBytes: upBytes - requestBytes,
    tlsDownBytes: downBytes - fieldsBytes - BODY_BYTES,
    roundTrips,
    upWireBytes,
    downWireBytes,
  };
}
