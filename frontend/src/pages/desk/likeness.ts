import type { DeskQuestion } from '../../protocol/views';

/** The questions others may be merged into, in any state but those that are themselves gone. */
export function canTakeIn(row: DeskQuestion): boolean {
    return row.status !== 'merged' && row.status !== 'dismissed' && row.status !== 'withdrawn';
}

/**
 * The questions that fit what is searched for, the best first. Digits are looked for at the beginning of the number, words
 * anywhere in the text, without regard to case and accents. Without a search the most alike come first.
 */
export function candidates(
    row: DeskQuestion,
    all: Iterable<DeskQuestion>,
    search: string,
    votes: ReadonlyMap<string, number>,
): readonly DeskQuestion[] {
    const terms = words(search);
    const own = new Set(words(row.text));
    const found: { readonly other: DeskQuestion; readonly alike: number }[] = [];
    for (const other of all) {
        if (other.id !== row.id && canTakeIn(other) && terms.every((term) => fits(other, term))) {
            found.push({ other, alike: alikeness(own, new Set(words(other.text))) });
        }
    }
    found.sort(
        (a, b) =>
            b.alike - a.alike ||
            (votes.get(b.other.id) ?? 0) - (votes.get(a.other.id) ?? 0) ||
            a.other.number - b.other.number,
    );
    return found.map(({ other }) => other);
}

function fits(row: DeskQuestion, term: string): boolean {
    return (/^\d+$/u.test(term) && String(row.number).startsWith(term)) || plain(row.text).includes(term);
}

/** The share of words two texts have in common (Jaccard index), of words that are long enough to mean something. */
function alikeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
    const telling = (word: string) => word.length > 3;
    const left = [...a].filter(telling);
    const right = new Set([...b].filter(telling));
    const common = left.filter((word) => right.has(word)).length;
    return common === 0 ? 0 : common / (left.length + right.size - common);
}

function words(text: string): readonly string[] {
    return plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function plain(text: string): string {
    return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
