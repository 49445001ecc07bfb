import GeoModel
import LandRecords
import SafeFiles

/// A rule book with round limits, so that a change of the programme's thresholds leaves these tests alone.
enum FixtureRules {
    static let text = """
        {
          name: "fixture", source: "hand-made", caveat: { zh: "（线索）", en: "(A clue.)" },
          slivers: { underSquareMetres: 30 }, seasonal: { source: "t", putBackBy: 1, noFieldsOn: ["forest"] },
          themes: [
            { code: "major", label: { zh: "重大项目变化", en: "major" }, priority: 1, source: "t" },
            { code: "forest", label: { zh: "保护区林地变化", en: "forest" }, priority: 2, source: "t" },
            { code: "farm", label: { zh: "耕地保护变化", en: "farm" }, priority: 1, source: "t" },
            { code: "occupied", label: { zh: "疑似违法占地", en: "occupied" }, priority: 2, source: "t" },
            { code: "built", label: { zh: "疑似违法建设用地", en: "built" }, priority: 3, source: "t" },
            { code: "unsupplied", label: { zh: "批而未供", en: "unsupplied" }, priority: 4, source: "t" },
          ],
          landClasses: [
            { code: "cultivated", label: { zh: "耕地", en: "cultivated" }, prefixes: ["01"] },
            { code: "forest", label: { zh: "林地", en: "forest" }, prefixes: ["03"] },
            { code: "water", label: { zh: "农用水面", en: "farm water" }, prefixes: ["1103"] },
            { code: "construction", label: { zh: "建设用地", en: "construction" }, prefixes: ["06", "11"] },
          ],
          rules: [
            {
              code: "major", theme: "major", majorProject: { atLeast: 0.5 },
              changes: [{ before: ["vegetation", "bare"], after: ["built", "bare"] }],
              reason: { zh: "{project}", en: "{project}" },
            },
            {
              code: "legal", theme: "built", outcome: "explained",
              approval: { atLeast: 0.8 }, supply: { atLeast: 0.8 },
              changes: [{ before: ["vegetation", "bare"], after: ["built"] }],
              reason: { zh: "{approval}；{supply}", en: "{approval}; {supply}" },
            },
            {
              code: "carried", theme: "unsupplied", outcome: "ledger",
              approval: { atLeast: 0.8 }, supply: { below: 0.2 },
              changes: [{ before: ["vegetation", "bare"], after: ["built"] }],
              reason: { zh: "{approval}", en: "{approval}" },
            },
            {
              code: "forest", theme: "forest", zones: { kinds: ["protectedForest"], atLeast: 0.3 },
              changes: [{ before: ["vegetation"], after: ["bare", "built"], ndvi: { atMost: -0.2 } }],
              reason: { zh: "{zones}", en: "{zones}" },
            },
            {
              code: "basic", theme: "farm",
              zones: { kinds: ["permanentBasicFarmland"], atLeast: 0.1 }, approval: { below: 0.5 },
              changes: [
                {
                  before: ["vegetation", "bare"], after: ["built"],
                  squareMetres: { atLeast: 200 }, confidence: { atLeast: 0.5 },
                },
                { before: ["vegetation"], after: ["bare"], squareMetres: { atLeast: 600 }, bsi: { atLeast: 0.4 } },
              ],
              reason: {
                zh: "{beforeDate}至{afterDate}，{before}变{after} {area} 亩，{zones}，{landClass}，{parcel}，{approval}",
                en: "{beforeDate} to {afterDate}: {before} to {after}, {area} mu, {zones}, {landClass}, \
        {parcel}, {approval}",
              },
            },
            {
              code: "occupied", theme: "occupied", approval: { below: 0.5 },
              landClass: { groups: ["cultivated", "forest", "water"], atLeast: 0.5 },
              changes: [{ before: ["vegetation", "water"], after: ["built"], squareMetres: { atLeast: 200 } }],
              reason: { zh: "{landClass}", en: "{landClass}" },
            },
            {
              code: "rest", theme: "built", supply: { below: 0.5 },
              changes: [
                {
                  before: ["vegetation", "bare"], after: ["built"],
                  squareMetres: { atLeast: 200 }, confidence: { atLeast: 0.5 },
                },
              ],
              reason: { zh: "{number} {supply}", en: "{number} {supply}" },
            },
          ],
          ledger: {
            theme: "unsupplied", tolerance: { underMu: 1, underShare: 0.1 },
            changes: [{ before: ["vegetation", "bare"], after: ["built"] }],
            reason: {
              zh: "{approvalNumber} 批{approved} 供{supplied} 未供{unsupplied} 建{builtUnsupplied} 未动{untouched}",
              en: "{approvalNumber} {approved} {supplied} {unsupplied} {builtUnsupplied} {untouched} {patchCount}",
            },
          },
        }
        """

    static func book() throws(Fault) -> RuleBook { try book(text) }

    static func book(_ text: String) throws(Fault) -> RuleBook {
        try RuleBook(try JSONValue(parsing: text, named: "rules"), named: "rules")
    }
}
