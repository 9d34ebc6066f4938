/** Text as HTML, in elements and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A table with its heading row; the first column names the row, the others are numbers. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const heading = head.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const body = rows
    .map(([name = "", ...cells]) => {
      const numbers = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("");
      return `<tr><th scope="row">${escapeHtml(name)}</th>${numbers}</tr>`;
    })
    .join("\n");
  return `<div class="table" role="region" aria-label="${escapeHtml(caption)}" tabindex="0"><table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${heading}</tr></thead>
<tbody>
${body}
</tbody></table></div>`;
}
