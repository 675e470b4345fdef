import type { Fate, Mine, MyQuestion } from '../../protocol/messages';

/** What has become of a question of mine; of a merged one, once it is answered, what has become of the one it went into. */
function told({ fate, leading }: MyQuestion): Fate {
    return fate === 'merged' && leading !== undefined && leading.fate !== 'published' ? leading.fate : fate;
}

/** What has become of my questions between two messages: the fates that are news, in the order of the questions. */
export function news(before: Mine | undefined, now: Mine): readonly Fate[] {
    if (before === undefined) {
        return [];
    }
    const known = new Map(before.questions.map((question) => [question.id, told(question)]));
    return now.questions
        .filter((question) => known.has(question.id) && known.get(question.id) !== told(question))
        .map(told);
}
