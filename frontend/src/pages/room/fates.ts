import type { Fate, Mine } from '../../protocol/messages';

/** What has become of my questions between two messages: the fates that are news, in the order of the questions. */
export function news(before: Mine | undefined, now: Mine): readonly Fate[] {
    if (before === undefined) {
        return [];
    }
    const known = new Map(before.questions.map(({ id, fate }) => [id, fate]));
    return now.questions.filter(({ id, fate }) => known.has(id) && known.get(id) !== fate).map(({ fate }) => fate);
}
