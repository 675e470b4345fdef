/** The text as it will be stored: composed, in one line, without the blanks around it. The server does the same. */
export function tidy(text: string): string {
    return text
        .normalize('NFC')
        .replace(/\s*[\r\n\u2028\u2029]+\s*/gu, ' ')
        .trim();
}

/** The length that counts: characters as Unicode counts them, so that an emoji is one and not two. */
export function lengthOf(text: string): number {
    return Array.from(tidy(text)).length;
}
