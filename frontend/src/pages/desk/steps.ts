import type { CommandBodies, CommandName } from '../../protocol/commands';
import type { DeskQuestion, DismissReason } from '../../protocol/views';

/** Everything a moderator can do to one question. */
export type Step =
    | 'approve'
    | 'queue'
    | 'queueFirst'
    | 'moveUp'
    | 'moveDown'
    | 'moveTo'
    | 'unqueue'
    | 'air'
    | 'airAndShow'
    | 'answer'
    | 'later'
    | 'reopen'
    | 'hold'
    | 'release'
    | 'dismiss'
    | 'restore'
    | 'merge'
    | 'unmerge'
    | 'pin'
    | 'unpin'
    | 'inEnglish'
    | 'inFrench'
    | 'inOther';

/** What a step needs to be told; the dialogs ask for it. */
export interface Details {
    readonly note?: string;
    readonly reason?: DismissReason;
    readonly into?: string;
    /** The place in the queue to move to, from 1. */
    readonly place?: number;
}

/** What a step is taken against: the queue in its order, and what is on air. */
export interface Surroundings {
    readonly queue: readonly DeskQuestion[];
    readonly onAir: DeskQuestion | undefined;
}

/** A command ready to be sent. */
export type Order = {
    readonly [N in CommandName]: { readonly name: N; readonly body: CommandBodies[N] };
}[CommandName];

/** The steps a question can take, those most used first. The server decides; this says what is worth offering. */
export function stepsOf(row: DeskQuestion, { queue }: Surroundings): readonly Step[] {
    const pin = row.pinned ? 'unpin' : 'pin';
    const speech = speeches(row);
    switch (row.status) {
        case 'pending':
            return [
                'approve',
                'queue',
                'dismiss',
                'queueFirst',
                row.held ? 'release' : 'hold',
                'merge',
                'air',
                'airAndShow',
                ...speech,
            ];
        case 'published':
            return ['queue', 'air', 'dismiss', 'queueFirst', 'airAndShow', 'answer', 'merge', pin, ...speech];
        case 'queued': {
            const place = queue.findIndex((other) => other.id === row.id);
            return [
                'air',
                'moveUp',
                'moveDown',
                ...(place > 0 ? (['queueFirst'] as const) : []),
                ...(queue.length > 1 ? (['moveTo'] as const) : []),
                'unqueue',
                'airAndShow',
                'answer',
                'merge',
                pin,
                'dismiss',
                ...speech,
            ];
        }
        case 'onAir':
            return ['answer', 'later', pin, 'dismiss', ...speech];
        case 'answered':
            return ['reopen', 'air', 'dismiss', 'airAndShow', pin, ...speech];
        case 'dismissed':
            return ['restore'];
        case 'merged':
            return ['unmerge'];
        case 'withdrawn':
            return [];
        default:
            return row.status satisfies never;
    }
}

/** Whether a step that is offered has nothing to do just now, as moving up what is already on top. */
export function isIdle(step: Step, row: DeskQuestion, { queue }: Surroundings): boolean {
    return (step === 'moveUp' && queue[0]?.id === row.id) || (step === 'moveDown' && queue.at(-1)?.id === row.id);
}

/** Whether the question leaves its column by the step, so that the next one is to be looked at. */
export function leaves(step: Step, row: DeskQuestion): boolean {
    switch (step) {
        case 'hold':
            return true;
        case 'queueFirst':
            return row.status !== 'queued';
        case 'moveUp':
        case 'moveDown':
        case 'moveTo':
        case 'pin':
        case 'unpin':
        case 'release':
        case 'inEnglish':
        case 'inFrench':
        case 'inOther':
            return false;
        case 'approve':
        case 'queue':
        case 'unqueue':
        case 'air':
        case 'airAndShow':
        case 'answer':
        case 'later':
        case 'reopen':
        case 'dismiss':
        case 'restore':
        case 'merge':
        case 'unmerge':
            return true;
        default:
            return step satisfies never;
    }
}

/**
 * The command for a step, taken on the revision that is shown; `undefined` when there is nothing to do, or when the
 * step was not told what it needs.
 */
export function orderFor(
    step: Step,
    row: DeskQuestion,
    surroundings: Surroundings,
    details: Details = {},
): Order | undefined {
    const taken = { question: row.id, revision: row.revision };
    switch (step) {
        case 'approve':
        case 'unqueue':
        case 'later':
        case 'reopen':
        case 'release':
        case 'restore':
        case 'pin':
        case 'unpin':
        case 'unmerge':
            return { name: step, body: taken };
        case 'queue':
            return { name: 'queue', body: { ...taken, place: 'last' } };
        case 'queueFirst':
            return row.status === 'queued'
                ? moveTo(1, row, surroundings)
                : { name: 'queue', body: { ...taken, place: 'first' } };
        case 'moveUp':
            return moveTo(placeOf(row, surroundings) - 1, row, surroundings);
        case 'moveDown':
            return moveTo(placeOf(row, surroundings) + 1, row, surroundings);
        case 'moveTo':
            return details.place === undefined ? undefined : moveTo(details.place, row, surroundings);
        case 'air':
        case 'airAndShow': {
            const replaces = surroundings.onAir?.id;
            return {
                name: 'air',
                body: {
                    ...taken,
                    ...(replaces === undefined ? {} : { replaces }),
                    ...(step === 'airAndShow' ? { graphic: true } : {}),
                },
            };
        }
        case 'answer':
            return { name: 'answer', body: taken };
        case 'hold': {
            const note = details.note?.trim() ?? '';
            return { name: 'hold', body: { ...taken, ...(note === '' ? {} : { note }) } };
        }
        case 'dismiss':
            return details.reason === undefined
                ? undefined
                : { name: 'dismiss', body: { ...taken, reason: details.reason } };
        case 'merge':
            return details.into === undefined ? undefined : { name: 'merge', body: { ...taken, into: details.into } };
        case 'inEnglish':
            return { name: 'setLanguage', body: { question: row.id, language: 'en' } };
        case 'inFrench':
            return { name: 'setLanguage', body: { question: row.id, language: 'fr' } };
        case 'inOther':
            return { name: 'setLanguage', body: { question: row.id, language: 'other' } };
        default:
            return step satisfies never;
    }
}

/** The place of a question in the queue, from 1; 0 for what is not in it. */
export function placeOf(row: DeskQuestion, { queue }: Surroundings): number {
    return queue.findIndex((other) => other.id === row.id) + 1;
}

function moveTo(place: number, row: DeskQuestion, surroundings: Surroundings): Order | undefined {
    const others = surroundings.queue.filter((other) => other.id !== row.id);
    const target = Math.min(Math.max(Math.trunc(place), 1), others.length + 1);
    if (Number.isNaN(target) || target === placeOf(row, surroundings)) {
        return undefined;
    }
    const before = others[target - 1]?.id;
    return { name: 'move', body: { question: row.id, ...(before === undefined ? {} : { before }) } };
}

function speeches(row: DeskQuestion): readonly Step[] {
    return [
        ...(row.language === 'en' ? [] : (['inEnglish'] as const)),
        ...(row.language === 'fr' ? [] : (['inFrench'] as const)),
        ...(row.language === 'other' ? [] : (['inOther'] as const)),
    ];
}

/** How many of a question's steps stand on the row itself; the others are in its menu. */
export function shownOnRow(row: DeskQuestion): number {
    switch (row.status) {
        case 'pending':
        case 'queued':
            return 3;
        case 'published':
            return 2;
        case 'onAir':
        case 'answered':
        case 'dismissed':
        case 'merged':
        case 'withdrawn':
            return 1;
        default:
            return row.status satisfies never;
    }
}
