import { registry } from '../../../../part/part.ts';
import { duration, rate } from '../../../../part/units.ts';
import { encryption } from './encryption.ts';

/**
 * Bytes around a ciphertext between two: version, ratchet key of 33, counters, padding to a block of 16
 * (8 in the mean) and a MAC of 8. Source: Signal, The Double Ratchet Algorithm, 2016; libsignal's
 * SignalMessage in protocol buffers.
 */
const PAIR_BYTES = 64;
/** Around a ciphertext for a group: ids, counter, padding, a signature of 64. Source: libsignal's SenderKeyMessage. */
const GROUP_BYTES = 100;
/** A sender key (chain key of 32, signature key of 33, ids) inside a ciphertext between two. */
const SENDER_KEY_BYTES = 80 + PAIR_BYTES;
/** Around a PrivateMessage: group, epoch, encrypted sender data, two tags of 16, a signature of 64. RFC 9420 §6.3. */
const MLS_BYTES = 190;
/** For each level of the tree in a Commit: a public key of 32 and an HPKE ciphertext of 32 + 48. RFC 9420 §7.6. */
const MLS_LEVEL_BYTES = 120;
/** The rest of a Commit, with signature and confirmation tag. RFC 9420 §12.4. */
const MLS_COMMIT_BYTES = 300;

const cpu = () =>
  duration()
    .prefault('0.1ms')
    .describe('time of a phone for one ciphertext: X25519, HMAC and AES (assumption)');

const changes = () =>
  rate()
    .prefault('0/s')
    .describe(
      'joins and leaves of a room in a second, half each; its people stay, only keys change',
    );

const none = encryption({
  name: 'none',
  summary: 'is none between devices: servers can read what they carry',
  source: 'definition',
  params: {},
  make: () => ({ overheadBytes: 0, isForEach: false, encryptMs: 0, changesPerSecond: 0 }),
});

const pairwise = encryption({
  name: 'pairwise',
  summary: 'encrypts a message for each recipient: n ciphertexts from the sender’s device',
  source: 'Signal, The Double Ratchet Algorithm, 2016; Sesame Algorithm, 2017',
  params: { cpu: cpu() },
  make: ({ cpu: encryptMs }) => ({
    overheadBytes: PAIR_BYTES,
    isForEach: true,
    encryptMs,
    changesPerSecond: 0,
  }),
});

const senderKeys = encryption({
  name: 'sender-keys',
  summary: 'encrypts once for a room, with a key that the sender has sent to each member before',
  source: 'WhatsApp Encryption Overview, white paper, version 3, 2020, “Group Messages”',
  params: { cpu: cpu(), changes: changes() },
  make: ({ cpu: encryptMs, changes: changesPerSecond }) => ({
    overheadBytes: GROUP_BYTES,
    isForEach: false,
    encryptMs,
    changesPerSecond,
    keys: { bytesForEach: SENDER_KEY_BYTES, commitBytes: () => 0 },
  }),
});

const mls = encryption({
  name: 'mls',
  summary:
    'encrypts once for a room; a change of members costs one message, as long as its tree is high',
  source: 'RFC 9420 (MLS), §6.3, §7.6 and §12.4',
  params: { cpu: cpu(), changes: changes() },
  make: ({ cpu: encryptMs, changes: changesPerSecond }) => ({
    overheadBytes: MLS_BYTES,
    isForEach: false,
    encryptMs,
    changesPerSecond,
    keys: {
      bytesForEach: 0,
      commitBytes: (members) => MLS_COMMIT_BYTES + levelsOf(members) * MLS_LEVEL_BYTES,
    },
  }),
});

/** Height of a balanced binary tree with so many leaves. */
function levelsOf(leaves: number): number {
  let levels = 0;
  for (let room = 1; room < leaves; room *= 2) levels += 1;
  return levels;
}

export const encryptions = registry('encryption', [none, pairwise, senderKeys, mls]);
