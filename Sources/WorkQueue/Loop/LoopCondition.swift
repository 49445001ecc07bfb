package import GeoModel

/// What a row of the loop's table asks for besides a role and a reason.
package enum LoopCondition: Sendable, Hashable {
    /// The step says what the case was found to be.
    case outcome
    /// The review found what leads this way.
    case towards(CaseWay)
    /// Who does it did none of these the last time they were done on this case: four eyes see more.
    case notBy([CaseAction])
    /// Where the case is somebody's task, that person does it.
    case byAssignee
    /// The step may name whose task the case becomes, in one of these roles.
    case mayName([Role])
    /// The step names whose task the case becomes, in one of these roles.
    case names([Role])
    /// The step shows something.
    case evidence(EvidenceNeed)
    /// A visit on site is within the entity's yearly cap, or says on which ground it is not.
    case visit
    /// The step says how it is to be put right, and on which basis in law.
    case disposal
    /// The disposal is no major decision.
    case minor
    /// The step says why the clock stands still.
    case ground
    /// The working clock runs.
    case running
    /// The working clock stands still.
    case paused
    /// The case was not taken up to the top yet.
    case belowTop
    /// The last step was this person's, or a leader asks; and it was no undoing itself.
    case ownLastStep

    /// What it takes, as users read it.
    package var label: Bilingual {
        switch self {
        case .outcome: Bilingual(zh: "须给出结论", en: "an outcome")
        case .towards(.dismiss): Bilingual(zh: "结论无须处置", en: "the finding needs no disposal")
        case .towards(.dispose): Bilingual(zh: "结论须处置", en: "the finding needs a disposal")
        case .notBy(let actions):
            Bilingual(
                zh: "本人未办理\(actions.map { Loop.label(of: $0).zh }.joined(separator: "、"))",
                en: "not who did: \(actions.map { Loop.label(of: $0).en }.joined(separator: ", "))")
        case .byAssignee: Bilingual(zh: "已指派的由本人办理", en: "who it is assigned to")
        case .mayName: Bilingual(zh: "可指派承办人", en: "may name who takes it")
        case .names: Bilingual(zh: "须指派承办人", en: "names who takes it")
        case .evidence(let need): Bilingual(zh: "须附\(need.label.zh)", en: need.label.en)
        case .visit: Bilingual(zh: "走访不超主体年度上限，或有事由", en: "a visit within the entity's cap, or a ground")
        case .disposal: Bilingual(zh: "须给出处置方式与依据", en: "a disposal and its basis")
        case .minor: Bilingual(zh: "非重大处置", en: "no major disposal")
        case .ground: Bilingual(zh: "须给出中止事由", en: "a ground")
        case .running: Bilingual(zh: "计时中", en: "the clock runs")
        case .paused: Bilingual(zh: "已中止计时", en: "the clock stands still")
        case .belowTop: Bilingual(zh: "未到最高层级", en: "not at the top yet")
        case .ownLastStep: Bilingual(zh: "上一步为本人所办，或由领导撤销", en: "the last step was one's own, or a leader asks")
        }
    }
}
