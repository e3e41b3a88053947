import { copyFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { build, type Plugin, type Rolldown } from 'vite'

/** Where the evaluator lies beside the program. */
const EVALUATOR_FILE = 'evaluator.js'
/** What runs kept evaluators lies there too. */
const REGRADE_CHILD = 'regrade-child.mjs'

export interface EvaluatorBuild {
  /** The one file: our modules that decide a grading and the packages they use; imports nothing but Node's own. */
  readonly code: string
  /** Our modules in it, as absolute paths in order of their names. */
  readonly modules: ReadonlySet<string>
  readonly exports: ReadonlySet<string>
}

/**
 * Builds the evaluator: everything that `server/evaluator.ts` reaches, as one readable file. The same sources and
 * packages give the same bytes in any folder. Every name of each of our modules in it is exported, so that the rest of
 * the program uses this file instead of copies of its own.
 */
export async function buildEvaluator(root: string): Promise<EvaluatorBuild> {
  const reached = await bundle(root, [join(root, 'server/evaluator.ts')])
  const modules = reached.moduleIds.filter((id) => id.startsWith(join(root, 'server/'))).sort()
  const { code, moduleIds, imports, dynamicImports, exports } = await bundle(root, modules)
  const foreign = [...imports, ...dynamicImports].filter((name) => !name.startsWith('node:'))
  if (foreign.length > 0) throw new Error(`the evaluator is not one file: it imports ${foreign.join(', ')}`)
  return { code: namedFromRoot(code, moduleIds, root), modules: new Set(modules), exports: new Set(exports) }
}

/** The comments that name files do so from the project's folder, wherever the build runs and the packages lie. */
function namedFromRoot(code: string, ids: readonly string[], root: string): string {
  const names = new Map(
    ids.map((id) => [
      `// ${relative(process.cwd(), id)}`,
      `// ${relative(root, id).replace(/^.*(?=node_modules\/)/, '')}`,
    ]),
  )
  return code.replace(/^\/\/ .*$/gm, (line) => names.get(line) ?? line)
}

const BARREL = '\0evaluator'
/** json-rules-engine's way into values, which the format has no use for: the evaluator goes without that package. */
const NO_PATHS = '\0no-paths'

async function bundle(root: string, modules: readonly string[]): Promise<Rolldown.OutputChunk> {
  const barrel = modules.map((module) => `export * from ${JSON.stringify(module)}`).join('\n')
  const noPaths = "export const JSONPath = () => { throw new Error('paths are not part of the format') }"
  const result = await build({
    root,
    configFile: false,
    envFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'evaluator-parts',
        enforce: 'pre',
        resolveId: (id) => (id === BARREL ? id : id === 'jsonpath-plus' ? NO_PATHS : null),
        load: (id) => (id === BARREL ? barrel : id === NO_PATHS ? noPaths : null),
      },
    ],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      write: false,
      target: 'node20',
      minify: false,
      rollupOptions: {
        input: BARREL,
        output: { entryFileNames: EVALUATOR_FILE, generatedCode: { profilerNames: false }, codeSplitting: false },
      },
    },
  })
  const [chunk, ...others] = (result as Rolldown.RolldownOutput).output
  if (others.length > 0) throw new Error('the evaluator came out as several files')
  return chunk
}

/**
 * Puts the evaluator beside the program and makes the program use it: whatever imports one of its modules imports that
 * file instead.
 */
export function evaluatorFile(root: string): Plugin {
  let evaluator: EvaluatorBuild
  return {
    name: 'evaluator-file',
    enforce: 'pre',
    async buildStart() {
      evaluator = await buildEvaluator(root)
    },
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith('.')) return null
      if (!evaluator.modules.has(join(dirname(importer), source))) return null
      return { id: `./${EVALUATOR_FILE}`, external: true }
    },
    generateBundle(_, files) {
      // two of its modules may use one name for different things: then the file exports neither
      const missing = Object.values(files)
        .flatMap((file) => (file.type === 'chunk' ? namesFromEvaluator(file.code) : []))
        .filter((name) => !evaluator.exports.has(name))
      if (missing.length > 0) this.error(`rename one of each two in the evaluator: ${missing.join(', ')}`)
    },
    async writeBundle({ dir = root }) {
      await writeFile(join(dir, EVALUATOR_FILE), evaluator.code)
      await copyFile(join(root, 'server/sealing', REGRADE_CHILD), join(dir, REGRADE_CHILD))
    },
  }
}

function namesFromEvaluator(code: string): string[] {
  const imports = code.matchAll(/^import \{([^}]*)\} from "\.\/evaluator\.js";/gm)
  return [...imports].flatMap(([, names = '']) => names.split(',').map((name) => name.trim().split(' as ')[0]!))
}
