/** The join code in the page's own address: `/s/{code}`, `/desk/{code}` and their kin. */
export function codeOfPage(path: string = location.pathname): string {
    return decodeURIComponent(path.split('/').filter(Boolean)[1] ?? '').toUpperCase();
}
