/** What chats promised and did not keep, with the messages for which they did not. */
import { type BrokenPromise, brokenPromises, type Result } from '../../sim/index.ts';
import { format, messages } from '../app/preferences.ts';

/** As many as one wants to read; the Result has ten of each invariant. */
const SHOWN = 12;

export function Promises({ result }: { result: Result }) {
  const say = messages.value;
  const broken = brokenPromises(result);
  if (broken.length === 0) return null;
  return (
    <ul class="promises" aria-label={say.promises.title}>
      {broken.slice(0, SHOWN).map((one) => (
        <Broken
          key={`${one.replication} ${one.violation.event} ${one.violation.message}`}
          one={one}
        />
      ))}
    </ul>
  );
}

function Broken({ one: { traffic, replication, violation } }: { one: BrokenPromise }) {
  const say = messages.value;
  const { invariant, message, sender, devices, atMs, event, text } = violation;
  const facts = [
    message < 0 ? '' : say.promises.message(message),
    sender < 0 ? '' : say.promises.sender(sender),
    devices.length === 0 ? '' : say.promises.devices(devices.join(', ')),
    format.value.clock(atMs),
    say.promises.event(event, replication),
    text,
  ];
  return (
    <li class="fail">
      <span class="sign" role="img" aria-label={say.outcome.fail}>
        ✗
      </span>
      <span>
        {traffic}: {say.promises.broken[invariant]}
      </span>
      <span class="why">{facts.filter(Boolean).join(' · ')}</span>
    </li>
  );
}
