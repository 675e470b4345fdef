import { describe, expect, test } from 'vitest';
import { bodyOf, draftOf, emptyDraft, faultsOf, isSameDraft } from './planDraft';

const plan = {
    titles: { en: 'Policing in the North', fr: 'La police dans le Nord' },
    descriptions: { en: 'An evening' },
    startsLocal: '2026-11-21T19:00',
    endsLocal: '2026-11-21T20:30:15',
    timeZone: 'America/Toronto',
    streamUrl: 'https://example.org/live',
};

describe('a plan in the form', () => {
    test('shows the hours that were typed', () => {
        expect(draftOf(plan)).toMatchObject({ starts: '2026-11-21T19:00', ends: '2026-11-21T20:30' });
    });

    test('goes back as it came, to the minute, when nothing was changed', () => {
        const { startsLocal, endsLocal, ...rest } = plan;
        expect(bodyOf(draftOf(plan))).toEqual({ ...rest, startsAt: startsLocal, endsAt: endsLocal.slice(0, 16) });
    });

    test('leaves out what is blank', () => {
        expect(bodyOf({ ...emptyDraft('UTC'), titleEn: '  ', streamUrl: ' ' })).toEqual({
            titles: {},
            descriptions: {},
            timeZone: 'UTC',
        });
    });

    test('keeps the local time when another zone is chosen', () => {
        const moved = { ...draftOf(plan), timeZone: 'America/Vancouver' };
        expect(bodyOf(moved).startsAt).toBe('2026-11-21T19:00');
    });

    test('is the same when only blanks differ', () => {
        const draft = draftOf(plan);
        expect(isSameDraft(draft, { ...draft, titleEn: `${draft.titleEn} ` })).toBe(true);
        expect(isSameDraft(draft, { ...draft, titleFr: 'Autre' })).toBe(false);
    });
});

describe('what has to be mended', () => {
    test('is nothing in a draft without titles', () => {
        expect(faultsOf(emptyDraft('UTC'), 'draft')).toEqual({});
    });

    test('are missing titles once the session is announced', () => {
        expect(faultsOf({ ...draftOf(plan), titleFr: ' ' }, 'scheduled')).toEqual({ titleFr: 'titleMissing' });
    });

    test('is an end that does not come after the start', () => {
        expect(faultsOf({ ...draftOf(plan), ends: '2026-11-21T19:00' }, 'live')).toEqual({ ends: 'endBeforeStart' });
    });

    test.each(['example.org/live', 'javascript:alert(1)', 'https://'])('is a stream address like %s', (streamUrl) => {
        expect(faultsOf({ ...draftOf(plan), streamUrl }, 'draft')).toEqual({ streamUrl: 'streamInvalid' });
    });
});
