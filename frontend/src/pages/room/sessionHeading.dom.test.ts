// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import { Formats } from '../../i18n/Formats';
import type { OpenedSession } from '../../protocol/views';
import SessionHeading from './SessionHeading.svelte';

const english = { language: 'en', tag: 'en-CA', other: { language: 'fr', name: 'Français' } } as const;
const french = { language: 'fr', tag: 'fr-CA', other: { language: 'en', name: 'English' } } as const;

/** Typed as 19:00 in Vancouver; by this machine's table of time zones clocks there show another hour at the instant. */
const session: OpenedSession = {
    code: 'ABC123',
    phase: 'scheduled',
    titles: { en: 'Policing in the North', fr: 'La police dans le Nord' },
    descriptions: {},
    startsAt: '2026-12-04T02:00:00.000Z',
    startsLocal: '2026-12-03T19:00',
    timeZone: 'America/Vancouver',
    intakePaused: false,
    votingPaused: false,
    slowMode: false,
    voting: true,
    names: false,
    hidden: false,
    rehearsal: false,
    premoderation: true,
};

test.each([
    [english, 'Thursday, December 3, 2026, 7:00 p.m. PT'],
    [french, 'jeudi 3 décembre 2026, 19 h HP'],
])(
    'the audience reads the hour that the organizer typed, whatever this browser makes of the instant',
    (locale, hour) => {
        const formats = new Formats(locale, session.timeZone);
        expect(formats.time('2026-12-04T02:00:00.000Z').replace(/\s/gu, ' ')).not.toMatch(/7:00 p\.m\.|19 h/u);
        const heading = mount(SessionHeading, { target: document.body, props: { session, locale, formats } });
        flushSync();

        const time = document.querySelector('time');

        expect(time?.textContent.replace(/\s/gu, ' ')).toBe(hour);
        expect(time?.getAttribute('datetime')).toBe(session.startsAt);
        void unmount(heading);
    },
);
