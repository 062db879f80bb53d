/** What becomes of a session with a server at a radio site when its device moves to another site. */
import { partOf, registry } from '../../../part/part.ts';
import { duration } from '../../../part/units.ts';

export interface SessionMode {
  /** Whether the session follows its device to the server at the new site. */
  readonly follows: boolean;
  /** Whether the old way is given up before the new one is there. */
  readonly breaks: boolean;
  /** From the end of a handover until the session is at the new site, ms. */
  readonly takesMs: number;
}

const sessionMode = partOf<SessionMode>();

const SSC = '3GPP TS 23.501 §5.6.9.2, session and service continuity';

const params = {
  setup: duration()
    .prefault('100ms')
    .describe('from the end of a handover until there is an anchor at the new site (assumption)'),
  state: duration()
    .prefault('300ms')
    .describe(
      'until the server there has what the old one knew of the session (assumption; a few MB)',
    ),
};

const anchored = sessionMode({
  name: 'anchored',
  summary:
    'a session stays with the server at its first site, over the metro once its device is elsewhere (SSC mode 1)',
  source: SSC,
  params: {},
  make: () => ({ follows: false, breaks: false, takesMs: 0 }),
});

const breakBeforeMake = sessionMode({
  name: 'break-before-make',
  summary: 'a session is given up and set up again at the new site (SSC mode 2)',
  source: `${SSC}; procedure: TS 23.502 §4.3.5.1`,
  params,
  make: ({ setup, state }) => ({ follows: true, breaks: true, takesMs: setup + state }),
});

const makeBeforeBreak = sessionMode({
  name: 'make-before-break',
  summary: 'a session goes on over its old site until all is ready at the new one (SSC mode 3)',
  source: `${SSC}; procedure: TS 23.502 §4.3.5.2`,
  params,
  make: ({ setup, state }) => ({ follows: true, breaks: false, takesMs: setup + state }),
});

export const sessionModes = registry('session', [anchored, breakBeforeMake, makeBeforeBreak]);
