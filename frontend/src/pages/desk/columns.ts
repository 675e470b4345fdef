import type { DeskQuestion } from '../../protocol/views';

export const columnNames = ['review', 'published', 'queue'] as const;
export type ColumnName = (typeof columnNames)[number];

export const doneLists = ['answered', 'dismissed', 'merged', 'withdrawn'] as const;
export type DoneList = (typeof doneLists)[number];

/** What can be looked at where there is room for one list only. */
export type Tab = ColumnName | 'done';

/** The desk's rows by where they stand; each list is in the order in which it is shown, `published` is not. */
export interface Columns {
    /** Oldest first; what is set aside comes after everything that waits. */
    readonly review: readonly DeskQuestion[];
    readonly published: readonly DeskQuestion[];
    readonly queue: readonly DeskQuestion[];
    readonly onAir: DeskQuestion | undefined;
    /** Newest decision first. */
    readonly done: Readonly<Record<DoneList, readonly DeskQuestion[]>>;
}

export function columnsOf(questions: Iterable<DeskQuestion>): Columns {
    const review: DeskQuestion[] = [];
    const published: DeskQuestion[] = [];
    const queue: DeskQuestion[] = [];
    const done: Record<DoneList, DeskQuestion[]> = { answered: [], dismissed: [], merged: [], withdrawn: [] };
    let onAir: DeskQuestion | undefined;
    for (const row of questions) {
        switch (row.status) {
            case 'pending':
                review.push(row);
                break;
            case 'published':
                published.push(row);
                break;
            case 'queued':
                queue.push(row);
                break;
            case 'onAir':
                onAir = row;
                break;
            case 'answered':
            case 'dismissed':
            case 'merged':
            case 'withdrawn':
                done[row.status].push(row);
                break;
            default:
                row.status satisfies never;
        }
    }
    review.sort((a, b) => Number(a.held) - Number(b.held) || earlier(a.askedAt, b.askedAt) || byId(a, b));
    queue.sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || byId(a, b));
    for (const list of doneLists) {
        done[list].sort((a, b) => earlier(decided(b), decided(a)) || byId(a, b));
    }
    return { review, published, queue, onAir, done };
}

/** When the question that has waited longest for a first look was asked; what is set aside has had one. */
export function oldestWaiting(review: readonly DeskQuestion[]): string | undefined {
    return review.find((row) => !row.held)?.askedAt;
}

/** Most wanted first, under what is pinned; among equals the one that was asked first. */
export function byWish(votes: ReadonlyMap<string, number>): (a: DeskQuestion, b: DeskQuestion) => number {
    return (a, b) =>
        Number(b.pinned) - Number(a.pinned) ||
        (votes.get(b.id) ?? 0) - (votes.get(a.id) ?? 0) ||
        earlier(a.askedAt, b.askedAt) ||
        byId(a, b);
}

function decided(row: DeskQuestion): string {
    return row.decidedAt ?? row.answeredAt ?? row.askedAt;
}

function earlier(a: string, b: string): number {
    return Date.parse(a) - Date.parse(b);
}

function byId(a: DeskQuestion, b: DeskQuestion): number {
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
