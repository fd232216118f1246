/*
 * Cleans what a word processor puts onto the clipboard before the editor of rich text takes it.
 *
 * Draftail keeps what a text of ours may have and drops styles, fonts and spans by itself. What it cannot know it takes
 * for words: text that tracked changes have struck out, marks and texts of footnotes, comments, and empty paragraphs.
 */
(() => {
  "use strict";
  const NO_WORDS = "script, style, title, meta, link, xml, template, noscript, iframe, object, img, hr";
  const STRUCK_OUT = "del, .msoDel, .MsoDel";
  // Word and Word for the web, LibreOffice, Google Docs.
  const MARKS = [
    '[style*="mso-element:footnote"], [style*="mso-element:endnote"], [style*="mso-element:comment"]',
    ".MsoFootnoteReference, .MsoEndnoteReference, .MsoCommentReference, .msocomanchor, .msocomtxt",
    '[class~="FootnoteReference"], [class~="EndnoteReference"], [class~="CommentStart"]',
    'a[href^="#_ftn"], a[href^="#_edn"], a[href^="#_msocom"]',
    '.sdfootnoteanc, .sdendnoteanc, [id^="sdfootnote"], [id^="sdendnote"]',
    'a[href^="#ftnt"], a[href^="#cmnt"]',
  ].join(", ");
  const OF_NOTES = 'a[id^="ftnt"]:not([id^="ftnt_ref"]), a[id^="cmnt"]:not([id^="cmnt_ref"])';
  const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, li, blockquote";
  const A_SECOND_OF_FRAMES = 60;
  const BETWEEN = new Set(["BODY", "DIV", "UL", "OL", "SECTION", "ARTICLE", "BLOCKQUOTE", "HEADER", "MAIN", "TABLE", "TR"]);

  function unwrap(element) {
    element.replaceWith(...element.childNodes);
  }

  function isEmpty(element) {
    return element.textContent.replace(/[\s\u00a0\u200b\ufeff]/g, "") === "";
  }

  function removeBetweenBlocks(body) {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
    const gone = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const isSpace = node.nodeType === Node.TEXT_NODE && node.data.trim() === "" && BETWEEN.has(node.parentNode.tagName);
      if (node.nodeType === Node.COMMENT_NODE || isSpace) gone.push(node);
    }
    gone.forEach((node) => node.remove());
  }

  /** The HTML without what is no word of the text; parsed where no script runs and nothing is loaded. */
  function cleaned(html) {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    body.querySelectorAll(OF_NOTES).forEach((anchor) => (anchor.closest("p, div") || anchor).remove());
    body.querySelectorAll(`${NO_WORDS}, ${STRUCK_OUT}, ${MARKS}`).forEach((element) => element.remove());
    body.querySelectorAll('b[id^="docs-internal-guid"], ins').forEach(unwrap);
    body.querySelectorAll('a[href^="#"], a:not([href])').forEach(unwrap);
    body.querySelectorAll("p + br, ul + br, ol + br, h1 + br, h2 + br, h3 + br, .Apple-interchange-newline").forEach((one) => one.remove());
    removeBetweenBlocks(body);
    [...body.querySelectorAll(BLOCKS)].reverse().filter(isEmpty).forEach((element) => element.remove());
    return isEmpty(body) ? "" : body.innerHTML;
  }

  function again(target, html, text) {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", text);
    const event = new Event("paste", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "clipboardData", { value: data });
    event.isClean = true;
    target.dispatchEvent(event);
  }

  /** The parts of a text between its headings, and these: a story's headings are blocks of their own. */
  function parted(html) {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    while (body.children.length === 1 && /^(DIV|SECTION|ARTICLE|MAIN|SPAN)$/.test(body.firstElementChild.tagName)) {
      unwrap(body.firstElementChild); // pages of the web wrap the whole
    }
    const parts = [];
    for (const node of [...body.childNodes]) {
      const isHeading = /^H[1-6]$/.test(node.tagName || "");
      if (isHeading) parts.push({ type: "heading", value: node.textContent.replace(/\s+/g, " ").trim() });
      else if (parts.at(-1)?.type === "text") parts.at(-1).value += node.outerHTML ?? node.textContent;
      else parts.push({ type: "text", value: node.outerHTML ?? node.textContent });
    }
    return parts;
  }

  /** The body's stream of blocks and the place in it of the text that is pasted into, or null if it is no such text. */
  function placeOf(editor) {
    const stream = document.getElementById("body-root")?.rootBlock;
    const name = editor.closest("[data-streamfield-widget]")?.querySelector("input[type=hidden]")?.name;
    const at = stream ? stream.children.findIndex((child) => `${child.prefix}-value` === name) : -1;
    const takesHeadings = stream && stream.blockDef.childBlockDefsByName && "heading" in stream.blockDef.childBlockDefsByName;
    return at >= 0 && takesHeadings ? { stream, at } : null;
  }

  /** Puts each part into a block of its own, from this place on; the first text into the empty one that is there. */
  async function spread(parts, { stream, at }) {
    let place = at;
    if (parts[0].type === "text") {
      await fill(stream, place, parts.shift().value);
      place += 1;
    } else {
      stream.deleteBlock(place);
    }
    for (const part of parts) {
      const value = part.type === "heading" ? part.value : stream.blockDef.initialChildStates.text;
      stream.insert({ type: part.type, id: null, value }, place, {});
      if (part.type === "text") await fill(stream, place, part.value);
      place += 1;
    }
  }

  /** Pastes into the text block there, as soon as its editor is drawn. */
  async function fill(stream, place, html) {
    const name = `${stream.children[place].prefix}-value`;
    for (let tries = 0; tries < A_SECOND_OF_FRAMES; tries += 1) {
      const editor = document.querySelector(`[name="${name}"]`)?.parentElement.querySelector(".public-DraftEditor-content");
      if (editor) {
        editor.focus();
        again(editor, html, new DOMParser().parseFromString(html, "text/html").body.textContent);
        return;
      }
      await new Promise(requestAnimationFrame);
    }
  }

  document.addEventListener(
    "paste",
    (event) => {
      const data = event.clipboardData;
      if (event.isClean || !data || data.files.length || !event.target.closest(".Draftail-Editor")) return;
      const html = data.getData("text/html");
      const text = data.getData("text/plain");
      if (html.includes("data-draftjs-conductor")) return; // from one of our own texts: clean, and whole as it is
      const clean = html && cleaned(html);
      const plain = html ? text : text.replace(/\r\n?/g, "\n").replace(/\n[ \t]*(?:\n[ \t]*)+/g, "\n").trim();
      if (html ? !clean : plain === text) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const parts = clean ? parted(clean) : [];
      const place = parts.some((part) => part.type === "heading") && placeOf(event.target);
      // Between other words a heading comes as a paragraph: what follows it would have to move too.
      if (place && isEmpty(event.target)) spread(parts, place);
      else again(event.target, clean, plain);
    },
    true,
  );
})();
