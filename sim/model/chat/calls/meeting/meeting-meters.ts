/** Where meetings are counted: at the place of whoever sends, gets, sees or hears. */
import type { Clients } from '../../../node/clients.ts';
import type { World } from '../../../node/world.ts';

export interface MeetingMeters {
  readonly meetings: number;
  readonly joins: number;
  readonly failed: number;
  readonly setup: number;
  /** Of members who are in. */
  readonly memberSeconds: number;
  readonly upBytes: number;
  readonly downBytes: number;
  readonly lostBytes: number;
  readonly videoBytes: number;
  /** Of cameras that somebody would see, and of those of them that stood still or were not shown. */
  readonly videoSeconds: number;
  readonly frozenSeconds: number;
  readonly switches: number;
  readonly page: number;
  readonly hand: number;
  readonly packets: number;
  readonly lost: number;
  readonly late: number;
  readonly mouthToEar: number;
  readonly mos: number;
}

export function meetingMeters({ recorder, places }: World, traffic: string, node: Clients) {
  const labels = { traffic, place: places[node.place]!.name };
  const counter = (name: string) => recorder.counter(name, labels);
  const histogram = (name: string) => recorder.histogram(name, labels);
  const meters: MeetingMeters = {
    meetings: counter('meetings'),
    joins: counter('meeting_joins'),
    failed: counter('meeting_joins_failed'),
    setup: histogram('call_setup'),
    memberSeconds: counter('meeting_seconds'),
    upBytes: counter('media_up_bytes'),
    downBytes: counter('media_down_bytes'),
    lostBytes: counter('media_lost_bytes'),
    videoBytes: counter('video_down_bytes'),
    videoSeconds: counter('video_seconds'),
    frozenSeconds: counter('video_frozen_seconds'),
    switches: counter('layer_switches'),
    page: histogram('screen_delay'),
    hand: histogram('hand_wait'),
    packets: counter('voice_packets'),
    lost: counter('voice_lost'),
    late: counter('voice_late'),
    mouthToEar: histogram('mouth_to_ear'),
    mos: histogram('mos'),
  };
  return meters;
}
