import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Option {
    fileprivate static let by = Option("by", .text("NAME"), zh: "经办人", en: "who does it", isRequired: true)
    fileprivate static let role = Option(
        "role", .choice(Role.allCases.map(\.rawValue)), zh: "角色", en: "in which role", isRequired: true)
    fileprivate static let reason = Option("reason", .text("TEXT"), zh: "理由", en: "why", isRequired: true)
    fileprivate static let version = Option(
        "version", .integer("N", 1...Int.max), zh: "您看到的版本；若已有人先推进，则不再推进",
        en: "the version that you have seen; refused where the case has moved on since")
    fileprivate static let assignee = Option(
        "assignee", .text("NAME"), zh: "指派给谁（assign 时必填，issue 时可填）",
        en: "whose task it becomes (needed to assign; may be given to issue)")
    fileprivate static let assigneeRole = Option(
        "assignee-role", .choice(Role.allCases.map(\.rawValue)), zh: "其角色（默认 inspector）",
        en: "in which role (default: inspector)")
}

extension Positional {
    fileprivate static let queueCase = Positional("CASE", .text("CASE"), zh: "任务编号", en: "the case's number")
}

extension Command {
    static let queueAdvance = Command(
        "advance",
        zh: "推进一个任务；须写明何人、何角色、何理由",
        en: "move a case one step on; names who, in which role, and why",
        options: [
            .region, .by, .role, .reason,
            Option(
                "outcome", .choice(Outcome.allCases.map(\.rawValue)),
                zh: "结论（核查与审核时必填，或给出 --finding）", en: "the outcome (survey and review need it, or a --finding)"),
            Option(
                "finding", .text("CODE"), zh: "具体核查结果，见 tuban queue codes",
                en: "what was found in more words, see tuban queue codes"),
            Option(
                "disposal", .text("CODE"), zh: "处置方式，见 tuban queue codes",
                en: "how it is put right, see tuban queue codes"),
            Option("basis", .text("CODE"), zh: "处置依据（默认该方式的第一条）", en: "the provision (default: the disposal's first)"),
            Option("ground", .text("CODE"), zh: "中止计时的事由", en: "why the clock stands still"),
            Option(
                "visit-ground", .text("CODE"), zh: "主体本年走访已达上限时，再次到现场的事由，见 tuban queue codes",
                en: "why an entity at its yearly cap of visits is visited again, see tuban queue codes"),
            .assignee, .assigneeRole,
            Option(
                "satisfied", .choice(["yes", "no"]), zh: "回访：当事人或举报人是否满意（计入满意率）",
                en: "a return visit: were the people concerned satisfied (counted in the rate)"),
            Option(
                "evidence", .file("FILE"), zh: "照片或文件；留存原件及其哈希",
                en: "a photo or document; the original is kept under its hash", repeats: true),
            .version, .json, .dryRun,
        ],
        positionals: [
            .queueCase,
            Positional("ACTION", .choice(CaseAction.allCases.map(\.rawValue)), zh: "做什么", en: "what is done"),
        ],
        examples: [
            "tuban queue advance --region county 202606-0001 issue --by 李明 --role dispatcher --reason 列入本月核查",
            "tuban queue advance --region county 202606-0001 survey --by 王芳 --role inspector --reason 现场为新建厂房 "
                + "--finding unapproved-building --evidence DCIM/1.jpg",
        ]
    ) { invocation in
        guard let action = CaseAction(rawValue: try invocation.required("ACTION")) else {
            preconditionFailure("the parser lets only known words through")
        }
        return try advance(invocation, action)
    }

    static let queueAssign = Command(
        "assign",
        zh: "把任务指派给承办人",
        en: "make a case somebody's task",
        options: [.region, .by, .role, .reason, .assigneeRole, .version, .json, .dryRun],
        positionals: [.queueCase, Positional("NAME", .text("NAME"), zh: "指派给谁", en: "whose task it becomes")],
        examples: ["tuban queue assign --region county 202606-0001 王芳 --by 李明 --role dispatcher --reason 属其片区"]
    ) { invocation in try advance(invocation, .assign) }

    static let queueUndo = Command(
        "undo",
        zh: "撤销上一步：另记一条，不删记录；由本人或领导办理",
        en: "undo the last step by a further event, nothing is removed; by who did it, or a leader",
        options: [.region, .by, .role, .reason, .version, .json, .dryRun],
        positionals: [.queueCase],
        examples: ["tuban queue undo --region county 202606-0001 --by 李明 --role dispatcher --reason 误操作"]
    ) { invocation in try advance(invocation, .undo) }

    private static func advance(_ invocation: Invocation, _ action: CaseAction) throws -> ExitCode {
        let region = try Region.open(invocation.regionPath)
        let codes = try region.data.loopCodes()
        let id = try invocation.required("CASE")
        let detail = try region.store.caseDetail(id)
        let (step, files) = try step(invocation, action, detail, region)
        // Files are kept only for steps that the loop lets through.
        var moved = try region.store.advance(id, step, codes, isRehearsal: true)
        if !invocation.isDryRun {
            for (evidence, path) in zip(step.evidence, files) { try region.keep(evidence, from: path) }
            moved = try region.store.advance(id, step, codes)
        }
        let (from, label) = (detail.summary.state, Loop.label(of: action, in: detail.summary.state))
        if invocation.flag("json") { invocation.terminal.result(moved.json.text(indented: true)) }
        let unwritten = invocation.isDryRun ? Bilingual(zh: "（未写入）", en: " (not written)") : Bilingual(zh: "", en: "")
        invocation.terminal.note(
            zh: "\(id)：\(label.zh)，\(from.label.zh) → \(moved.state.label.zh)\(unwritten.zh)",
            en: "\(id): \(label.en), \(from.label.en) → \(moved.state.label.en)\(unwritten.en)")
        return .done
    }

    /// The step that was asked for, and where the files are that show it.
    private static func step(
        _ invocation: Invocation, _ action: CaseAction, _ detail: CaseDetail, _ region: Region
    ) throws -> (CaseStep, files: [String]) {
        func option(_ name: String) -> String? { invocation.declares(name) ? invocation.string(name) : nil }
        guard let role = Role(rawValue: try invocation.required("role")) else {
            preconditionFailure("the parser lets only known words through")
        }
        var step = CaseStep(
            action,
            by: try Person(name: try invocation.required("by"), role: role),
            at: .now,
            reason: try invocation.required("reason"),
            outcome: option("outcome").flatMap(Outcome.init(rawValue:)),
            seenVersion: invocation.integer("version") ?? detail.summary.version
        )
        (step.finding, step.disposal) = (option("finding"), option("disposal"))
        (step.basis, step.ground) = (option("basis"), option("ground"))
        step.visitGround = option("visit-ground")
        step.satisfied = option("satisfied").map { $0 == "yes" }
        if let name = option("assignee") ?? option("NAME") {
            let role = option("assignee-role").flatMap(Role.init(rawValue:)) ?? .inspector
            step.assignee = try Person(name: name, role: role)
        }
        let files = invocation.declares("evidence") ? invocation.values("evidence") : []
        for path in files { step.evidence.append(try region.evidence(at: path)) }
        return (step, files)
    }

    static let queueCodes = Command(
        "codes",
        zh: "核查结果、处置方式、依据、中止事由、走访事由的代码",
        en: "the codes of findings, disposals, their bases, grounds to stop a clock and grounds of visits",
        options: [.region, .json],
        examples: ["tuban queue codes --region county"]
    ) { invocation in
        let codes = try Region.open(invocation.regionPath).data.loopCodes()
        let language = invocation.language
        func words(_ list: [Bilingual]) -> String {
            list.map { $0.text(language) }.joined(separator: language == .zh ? "；" : "; ")
        }
        var rows: [[String]] = []
        rows += codes.findings.map { finding in
            let way: Bilingual = LoopCondition.towards(finding.way).label
            let desk = finding.isDeskWork ? [Bilingual(zh: "可内业核查", en: "no photo needed")] : []
            return [
                "--finding \(finding.code)", finding.label.text(language),
                ([words([finding.outcome.label, way] + desk)] + (finding.themes ?? [])).joined(separator: "  "),
            ]
        }
        rows += codes.disposals.map { disposal in
            let major =
                disposal.isMajor
                ? Bilingual(zh: "重大处置，须法制审核", en: "major, passes legal review") : LoopCondition.minor.label
            return [
                "--disposal \(disposal.code)", disposal.label.text(language),
                words([major]) + (language == .zh ? "；" : "; ")
                    + (disposal.bases + (disposal.themes ?? [])).joined(separator: "  "),
            ]
        }
        rows += codes.bases.map { ["--basis \($0.code)", $0.label.text(language), ""] }
        rows += codes.pauses.map { ["--ground \($0.code)", $0.label.text(language), ""] }
        rows += codes.visits.grounds.map { ground in
            let own = words(ground.actions.map(Loop.label))
            return ["--visit-ground \(ground.code)", ground.label.text(language), own]
        }
        invocation.report(
            codes.json,
            or: TextTable(
                [.text(zh: "代码", en: "code"), .text(zh: "名称", en: "name"), .text(zh: "说明", en: "meaning")], rows: rows))
        return .done
    }
}

extension LoopCodes {
    fileprivate var json: JSONValue {
        func entry(_ code: String, _ label: Bilingual, _ more: [JSONValue.Member] = []) -> JSONValue {
            .object(
                [.init("code", .string(code)), .init("zh", .string(label.zh)), .init("en", .string(label.en))] + more)
        }
        return [
            "findings": .array(
                findings.map { finding in
                    entry(
                        finding.code, finding.label,
                        [
                            .init("outcome", .string(finding.outcome.rawValue)),
                            .init("goes", .string(finding.way.rawValue)), .init("desk", .bool(finding.isDeskWork)),
                            .init("change", .bool(finding.isChange)), .init("clears", .bool(finding.clears)),
                            .init("themes", .array((finding.themes ?? []).map { .string($0) })),
                        ])
                }),
            "disposals": .array(
                disposals.map { disposal in
                    entry(
                        disposal.code, disposal.label,
                        [
                            .init("major", .bool(disposal.isMajor)), .init("clears", .bool(disposal.clears)),
                            .init("bases", .array(disposal.bases.map { .string($0) })),
                            .init("themes", .array((disposal.themes ?? []).map { .string($0) })),
                        ])
                }),
            "bases": .array(bases.map { entry($0.code, $0.label) }),
            "pauses": .array(pauses.map { entry($0.code, $0.label) }),
            "visits_a_year": .integer(visits.cap),
            "visit_grounds": .array(
                visits.grounds.map { ground in
                    let actions = ground.actions.map { JSONValue.string($0.rawValue) }
                    return entry(ground.code, ground.label, [.init("actions", .array(actions))])
                }),
        ]
    }
}
