/** The kind under which a question is dragged: nothing else that is dropped here means anything. */
export const questionKind = 'application/x-rostrum-question';

/** The question that is being dropped. */
export function dragged(event: DragEvent): string | undefined {
    const id = event.dataTransfer?.getData(questionKind) ?? '';
    return id === '' ? undefined : id;
}

/**
 * The place in the queue, from 1, for a row dropped into a gap between rows (0 is above the first). `from` is where
 * the row stood, from 0: the gaps below it close up by one when it goes.
 */
export function dropPlace(from: number, gap: number): number {
    return gap > from ? gap : gap + 1;
}
