// The editor of rule files, mounted by the app's page: typing never waits for the server, which hears of it 300 ms later.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete"
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands"
import { yaml } from "@codemirror/lang-yaml"
import { HighlightStyle, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language"
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint"
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search"
import { Annotation, EditorState } from "@codemirror/state"
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view"
import { tags } from "@lezer/highlight"

const PAUSE = 300
const fromServer = Annotation.define()
const mounted = new WeakMap()

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--st-blue-text-color)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--st-gray-text-color)", fontStyle: "italic" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--st-green-text-color)" },
  { tag: [tags.keyword, tags.atom, tags.bool, tags.null], color: "var(--st-violet-text-color)" },
])

const look = EditorView.theme({
  "&": {
    color: "var(--st-text-color)",
    backgroundColor: "var(--st-secondary-background-color)",
    border: "1px solid var(--st-border-color)",
    borderRadius: "var(--st-base-radius)",
    fontSize: "0.9rem",
  },
  "&.cm-focused": { outline: "2px solid var(--st-primary-color)" },
  ".cm-scroller": { fontFamily: "var(--st-code-font)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--st-text-color)" },
  ".cm-cursor": { borderLeftColor: "var(--st-text-color)" },
  ".cm-gutters": {
    color: "var(--st-gray-text-color)",
    backgroundColor: "var(--st-secondary-background-color)",
    border: "none",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--st-primary-color) 7%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--st-primary-color) 25%, transparent)",
  },
  ".cm-tooltip": {
    color: "var(--st-text-color)",
    backgroundColor: "var(--st-background-color)",
    border: "1px solid var(--st-border-color)",
    borderRadius: "var(--st-base-radius)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    color: "var(--st-background-color)",
    backgroundColor: "var(--st-primary-color)",
  },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.8" },
  ".cm-panels": { color: "var(--st-text-color)", backgroundColor: "var(--st-secondary-background-color)" },
  ".cm-diagnostic": { fontFamily: "var(--st-font)", whiteSpace: "normal", maxWidth: "32rem" },
})

// Texts for people: nothing is offered in them but behind a brace, where a fact may stand.
const PROSE = new Set([
  "title", "because", "because_unknown", "enough", "without", "instead", "advise", "name", "asks", "find_out", "words", "says", "why",
])

/** The key whose text a line belongs to: its own, or for a line of a folded text the one above that is indented less. */
function keyOf(state, line) {
  const indent = (text) => text.length - text.trimStart().length
  for (let number = line.number, most = Infinity; number >= 1; number -= 1) {
    const text = state.doc.line(number).text
    if (!text.trim() || indent(text) >= most) continue
    const found = /^\s*(?:-\s+)?(\w+):/.exec(text)
    if (found) return found[1]
    most = indent(text)
  }
  return undefined
}

/** What may stand at the cursor: keys where a line begins, names everywhere; those that fit the line's key come first. */
function completeFrom(state) {
  return (context) => {
    const word = context.matchBefore(/[\w.]*/)
    if (word.from === word.to && !context.explicit) return null
    const line = context.state.doc.lineAt(context.pos)
    const before = line.text.slice(0, word.from - line.from)
    const begins = /^\s*(-\s+)?$/.test(before)
    if (/^\d/.test(word.text)) return null // a number is no name
    if (!context.explicit && !before.endsWith("{") && PROSE.has(keyOf(context.state, line))) return null
    const key = /^\s*(?:-\s+)?(\w+):/.exec(before)?.[1]
    const options = state.completions
      .filter((one) => (begins ? true : one.group !== "key"))
      .map((one) => ({
        label: one.label,
        detail: one.detail,
        info: one.info || undefined,
        type: one.group,
        boost: (key && (one.after || []).includes(key)) || (begins && one.group === "key") ? 50 : 0,
      }))
    return { from: word.from, options, validFor: /^[\w.]*$/ }
  }
}

function diagnosticsOf(doc, problems) {
  return problems.map((one) => {
    const line = doc.line(Math.min(Math.max(one.line || 1, 1), doc.lines))
    const from = line.from + (line.text.length - line.text.trimStart().length)
    return { from, to: line.to, severity: one.severity, message: one.says }
  })
}

function create(component, state) {
  const { parentElement, data, setStateValue, setTriggerValue } = component
  const tell = () => {
    clearTimeout(state.timer)
    state.timer = undefined
    const text = state.view.state.doc.toString()
    if (text !== state.told) {
      state.told = text
      state.component.setStateValue("typed", { text, generation: state.generation })
    }
  }
  const save = () => {
    clearTimeout(state.timer)
    state.told = state.view.state.doc.toString()
    state.component.setTriggerValue("save", { text: state.told, generation: state.generation })
    return true
  }
  state.view = new EditorView({
    parent: parentElement.querySelector("#editor"),
    root: parentElement.getRootNode(),
    state: EditorState.create({
      doc: data.text,
      extensions: [
        lineNumbers(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        highlightSelectionMatches(),
        lintGutter(),
        yaml(),
        indentUnit.of("  "),
        EditorState.tabSize.of(2),
        EditorState.lineSeparator.of("\n"),
        syntaxHighlighting(colours),
        look,
        autocompletion({ override: [completeFrom(state)], icons: false }),
        keymap.of([
          { key: "Mod-s", run: save, preventDefault: true },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...lintKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ "aria-label": data.label, spellcheck: "false" }),
        EditorView.editable.of(!data.read_only),
        EditorView.lineWrapping,
        EditorView.domEventHandlers({ blur: tell }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || update.transactions.some((one) => one.annotation(fromServer))) return
          clearTimeout(state.timer)
          state.timer = setTimeout(tell, PAUSE)
        }),
      ],
    }),
  })
  state.told = data.text
  state.tell = tell
}

/** Draw the editor, or hand it what the server has found out since. A new generation is a new text; else what is typed stays. */
export function mount(component) {
  const { parentElement, data } = component
  let state = mounted.get(parentElement)
  if (!state) {
    state = { completions: [], generation: data.generation }
    mounted.set(parentElement, state)
    state.component = component
    create(component, state)
  }
  state.component = component
  state.completions = data.completions
  if (data.generation !== state.generation) {
    clearTimeout(state.timer)
    state.generation = data.generation
    state.told = data.text
    state.view.dispatch({
      changes: { from: 0, to: state.view.state.doc.length, insert: data.text },
      annotations: fromServer.of(true),
    })
  }
  const shown = JSON.stringify(data.problems)
  if (shown !== state.problems) {
    state.problems = shown
    state.view.dispatch(setDiagnostics(state.view.state, diagnosticsOf(state.view.state.doc, data.problems)))
  }
  return () => {
    clearTimeout(state.timer)
    state.view.destroy()
    mounted.delete(parentElement)
  }
}
