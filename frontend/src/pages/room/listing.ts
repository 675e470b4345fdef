import type { RoomQuestion } from '../../protocol/views';

export type ListName = 'all' | 'answered' | 'mine';
export type Sort = 'votes' | 'newest';
export type LanguageFilter = 'all' | 'en' | 'fr';

export interface Wanted {
    readonly list: Exclude<ListName, 'mine'>;
    readonly sort: Sort;
    readonly filter: LanguageFilter;
}

export function matches(row: RoomQuestion, { list, filter }: Wanted): boolean {
    return (list === 'all' || row.status === 'answered') && (filter === 'all' || row.language === filter);
}

/**
 * The rows in the order in which they are to be read: pinned ones, then those still open by the chosen order, then
 * the answered ones, the latest answer first.
 */
export function inOrder(
    rows: Iterable<RoomQuestion>,
    votes: ReadonlyMap<string, number>,
    wanted: Wanted,
): readonly RoomQuestion[] {
    const newest = (a: RoomQuestion, b: RoomQuestion) => Date.parse(b.publishedAt) - Date.parse(a.publishedAt);
    const mostWanted = (a: RoomQuestion, b: RoomQuestion) => (votes.get(b.id) ?? 0) - (votes.get(a.id) ?? 0);
    const latestAnswer = (a: RoomQuestion, b: RoomQuestion) =>
        Date.parse(b.answeredAt ?? b.publishedAt) - Date.parse(a.answeredAt ?? a.publishedAt);
    const group = (row: RoomQuestion) => (row.pinned ? 0 : row.status === 'answered' ? 2 : 1);
    return [...rows]
        .filter((row) => matches(row, wanted))
        .sort((a, b) => {
            const chosen = wanted.sort === 'votes' ? mostWanted(a, b) : 0;
            const answered = group(a) === 2 && wanted.sort === 'newest' ? latestAnswer(a, b) : 0;
            return group(a) - group(b) || chosen || answered || newest(a, b) || (a.id < b.id ? -1 : 1);
        });
}

export interface Arranged {
    readonly rows: readonly RoomQuestion[];
    /** Rows that have come since and wait to be shown, so that nothing moves under a finger. */
    readonly waiting: readonly RoomQuestion[];
}

/** Keeps the rows already shown in their places; what has gone leaves no hole, what is new waits. */
export function arrange(ordered: readonly RoomQuestion[], places: readonly string[]): Arranged {
    const held = new Map(ordered.map((row) => [row.id, row]));
    const placed = new Set(places);
    return {
        rows: places.flatMap((id) => held.get(id) ?? []),
        waiting: ordered.filter((row) => !placed.has(row.id)),
    };
}
