import { byWish } from './columns';
import type { DeskQuestion } from '../../protocol/views';

/** A row as a column shows it; `left` when somebody else has taken it away while it was being looked at. */
export interface Standing {
    readonly row: DeskQuestion;
    readonly left: boolean;
}

/**
 * What a column shows next. While it is `watched` (the pointer or the focus is in it), a row that somebody else took
 * away keeps its place until the watcher has gone, so that nothing slips away under a pointer or a focus.
 *
 * @param latest finds a row that is not in the column any more
 * @param mine says whether the row went by a decision of this desk, and so may go at once
 */
export function stand(
    before: readonly Standing[],
    present: readonly DeskQuestion[],
    watched: boolean,
    latest: (id: string) => DeskQuestion | undefined,
    mine: (row: DeskQuestion) => boolean,
): readonly Standing[] {
    const shown: Standing[] = present.map((row) => ({ row, left: false }));
    if (!watched) {
        return shown;
    }
    const here = new Set(present.map((row) => row.id));
    let previous: string | undefined;
    for (const { row } of before) {
        const now = latest(row.id) ?? row;
        if (!here.has(row.id) && !mine(now)) {
            const after = previous;
            const place = after === undefined ? 0 : shown.findIndex((entry) => entry.row.id === after) + 1;
            shown.splice(place, 0, { row: now, left: true });
        } else if (!here.has(row.id)) {
            continue;
        }
        previous = row.id;
    }
    return shown;
}

/**
 * The published questions by how much they are wanted as of the last time somebody asked for that order; what has
 * been published since stands at the end. Remembers the order, and gives the same list for the same rows.
 */
export class WantedOrder {
    #ids: readonly string[] = [];
    #turn: number | undefined;

    /** A new `turn` sorts anew. */
    arrange(rows: readonly DeskQuestion[], votes: ReadonlyMap<string, number>, turn: number): readonly DeskQuestion[] {
        if (this.#turn !== turn || this.#ids.length === 0) {
            this.#turn = turn;
            this.#ids = [...rows].sort(byWish(votes)).map((row) => row.id);
        }
        const place = new Map(this.#ids.map((id, index) => [id, index]));
        const known = rows.filter((row) => place.has(row.id));
        const added = rows.filter((row) => !place.has(row.id));
        known.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
        added.sort((a, b) => published(a) - published(b));
        this.#ids = [...this.#ids, ...added.map((row) => row.id)];
        return [...known, ...added];
    }
}

/** How many rows have to move for the list to be in the order of wishes: all but the longest run already in order. */
export function outOfOrder(rows: readonly DeskQuestion[], votes: ReadonlyMap<string, number>): number {
    const place = new Map([...rows].sort(byWish(votes)).map((row, index) => [row.id, index]));
    const tails: number[] = [];
    for (const row of rows) {
        const at = place.get(row.id) ?? 0;
        const longer = tails.findIndex((tail) => tail >= at);
        tails[longer === -1 ? tails.length : longer] = at;
    }
    return rows.length - tails.length;
}

function published(row: DeskQuestion): number {
    return Date.parse(row.publishedAt ?? row.askedAt);
}
