import type { CommandBodies } from '../../protocol/commands';
import type { DeskSession, Phase } from '../../protocol/views';

/**
 * A plan as it stands in the form: texts may be empty, times are those of clocks in the zone chosen beside them, as the
 * browser's own input fields have them: `2026-11-21T19:00`. Which instants they are is the server's to say.
 */
export interface PlanDraft {
    readonly titleEn: string;
    readonly titleFr: string;
    readonly descriptionEn: string;
    readonly descriptionFr: string;
    readonly starts: string;
    readonly ends: string;
    readonly timeZone: string;
    readonly streamUrl: string;
}

export type DraftField = keyof PlanDraft;
export type DraftFault = 'titleMissing' | 'endBeforeStart' | 'streamInvalid';

type Planned = Pick<DeskSession, 'titles' | 'descriptions' | 'startsLocal' | 'endsLocal' | 'timeZone' | 'streamUrl'>;

/** The length of `2026-11-21T19:00`. */
const toTheMinute = 16;

export function emptyDraft(timeZone: string): PlanDraft {
    return draftOf({ titles: {}, descriptions: {}, timeZone });
}

export function draftOf(plan: Planned): PlanDraft {
    const { titles, descriptions, startsLocal, endsLocal, timeZone, streamUrl } = plan;
    return {
        titleEn: titles.en ?? '',
        titleFr: titles.fr ?? '',
        descriptionEn: descriptions.en ?? '',
        descriptionFr: descriptions.fr ?? '',
        starts: startsLocal?.slice(0, toTheMinute) ?? '',
        ends: endsLocal?.slice(0, toTheMinute) ?? '',
        timeZone,
        streamUrl: streamUrl ?? '',
    };
}

/** The draft as the server takes it: what is blank is left out. */
export function bodyOf(draft: PlanDraft): CommandBodies['plan'] {
    const streamUrl = draft.streamUrl.trim();
    return {
        titles: texts(draft.titleEn, draft.titleFr),
        descriptions: texts(draft.descriptionEn, draft.descriptionFr),
        ...(draft.starts === '' ? {} : { startsAt: draft.starts }),
        ...(draft.ends === '' ? {} : { endsAt: draft.ends }),
        timeZone: draft.timeZone,
        ...(streamUrl === '' ? {} : { streamUrl }),
    };
}

/** What has to be mended before the draft can be saved in a phase; a draft may lack its titles, nothing else may. */
export function faultsOf(draft: PlanDraft, phase: Phase): Partial<Record<DraftField, DraftFault>> {
    const { startsAt, endsAt, streamUrl } = bodyOf(draft);
    const titles = phase === 'draft' ? [] : (['titleEn', 'titleFr'] as const);
    return {
        ...Object.fromEntries(
            titles.filter((field) => draft[field].trim() === '').map((field) => [field, 'titleMissing' as const]),
        ),
        ...(startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt ? { ends: 'endBeforeStart' } : {}),
        ...(streamUrl !== undefined && !isWebAddress(streamUrl) ? { streamUrl: 'streamInvalid' } : {}),
    };
}

export function isSameDraft(a: PlanDraft, b: PlanDraft): boolean {
    return JSON.stringify(bodyOf(a)) === JSON.stringify(bodyOf(b));
}

function texts(en: string, fr: string): { readonly en?: string; readonly fr?: string } {
    return { ...(en.trim() === '' ? {} : { en: en.trim() }), ...(fr.trim() === '' ? {} : { fr: fr.trim() }) };
}

function isWebAddress(text: string): boolean {
    try {
        return ['http:', 'https:'].includes(new URL(text).protocol);
    } catch {
        return false;
    }
}
