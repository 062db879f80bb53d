/** Where voice calls are counted: at the place of the one who calls, or of the one who listens. */
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';

export interface VoiceMeters {
  readonly calls: number;
  readonly failed: number;
  readonly packets: number;
  readonly lost: number;
  readonly late: number;
  readonly setup: number;
  readonly mouthToEar: number;
  readonly mos: number;
  readonly roundTrip: number;
}

export function voiceMeters({ recorder, places }: World, traffic: string, node: Clients) {
  const labels = { traffic, place: places[node.place]!.name };
  const meters: VoiceMeters = {
    calls: recorder.counter('voice_calls', labels),
    failed: recorder.counter('voice_calls_failed', labels),
    packets: recorder.counter('voice_packets', labels),
    lost: recorder.counter('voice_lost', labels),
    late: recorder.counter('voice_late', labels),
    setup: recorder.histogram('call_setup', labels),
    mouthToEar: recorder.histogram('mouth_to_ear', labels),
    mos: recorder.histogram('mos', labels),
    roundTrip: recorder.histogram('media_round_trip', labels),
  };
  return meters;
}
