import type { Frame, Snapshot } from '../protocol/messages';
import type { DeskQuestion, OpenedSession, RoomQuestion } from '../protocol/views';

/** Fixtures that speak the room's language. */
export const noon = '2026-11-21T12:00:00.000Z';

export function aSession(changes: Partial<OpenedSession> = {}): OpenedSession {
    return {
        code: 'ABC123',
        phase: 'live',
        titles: { en: 'Become a police officer' },
        descriptions: {},
        timeZone: 'America/Toronto',
        intakePaused: false,
        votingPaused: false,
        slowMode: false,
        voting: true,
        names: false,
        hidden: false,
        rehearsal: false,
        premoderation: true,
        ...changes,
    };
}

export function aQuestion(id: string, changes: Partial<RoomQuestion> = {}): RoomQuestion {
    return {
        id,
        number: 417,
        text: `Text of ${id}?`,
        language: 'en',
        status: 'published',
        pinned: false,
        origin: 'viewer',
        publishedAt: noon,
        ...changes,
    };
}

export function aSnapshot(seq: number, questions: readonly RoomQuestion[] = [], epoch = 'one'): Snapshot<'room'> {
    return { epoch, seq, at: noon, session: aSession(), questions, votes: new Map(), more: {} };
}

export function aFrame(prev: number, seq: number, changes: Partial<Frame<'room'>> = {}): Frame<'room'> {
    return { type: 'frame', prev, seq, at: noon, upsert: [], remove: [], ...changes };
}

/** A question as the desk sees it; it waits for a first look unless told otherwise. */
export function aDeskQuestion(id: string, changes: Partial<DeskQuestion> = {}): DeskQuestion {
    return {
        id,
        number: 417,
        text: `Text of ${id}?`,
        language: 'en',
        status: 'pending',
        held: false,
        pinned: false,
        revision: 1,
        origin: 'viewer',
        askedAt: noon,
        ...changes,
    };
}
