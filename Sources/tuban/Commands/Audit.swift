import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let audit = Command(
        "audit",
        zh: "流转记录：核验有无改动，留存链尾",
        en: "the record of the loop: verify that nothing was changed, keep its head elsewhere",
        subcommands: [auditVerify, auditHead]
    )

    private static let auditVerify = Command(
        "verify",
        zh: "核验全部流转记录与佐证文件，指出第一处改动、缺失或调换；有问题以 1 结束",
        en:
            "read the whole record and the files kept as evidence; what is changed, missing or exchanged is named, and "
            + "it ends with 1",
        options: [
            .region,
            Option(
                "against", .file("FILE"), zh: "与此前留存的链尾对照（tuban audit head）",
                en: "also against a head that was kept (tuban audit head)"),
            .json,
        ],
        examples: [
            "tuban audit verify --region county", "tuban audit verify --region county --against head-2026-06.json",
        ]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let store = region.store
        let kept = try invocation.string("against").map { path throws(Fault) in
            try ChainHead(try DurableFile.json(of: path), named: path, of: region.settings.name)
        }
        let terminal = invocation.terminal
        switch try store.verifyChain(against: kept) {
        case .intact(let head):
            invocation.report(
                ["intact": true, "events": .integer(head.count), "head": .string(head.hash)], or: table(of: head))
            terminal.note(zh: "记录完整，无改动。", en: "The record is whole and unchanged.")
            let damaged = try region.damagedEvidence()
            for fault in damaged { terminal.warn(fault) }
            return damaged.isEmpty ? .done : .failed
        case .broken(let place):
            let words = place.description
            if invocation.flag("json") {
                let document: JSONValue = [
                    "intact": false, "event": JSONValue(place.sequence.map(String.init)),
                    "case": JSONValue(place.caseID.isEmpty ? nil : place.caseID), "zh": .string(words.zh),
                    "en": .string(words.en),
                ]
                terminal.result(document.text(indented: true))
            }
            throw Fault(
                store.path, zh: "\(words.zh)。请保留此文件，并与备份核对。",
                en: "\(words.en). Keep this file as it is, and compare it with a backup.")
        }
    }

    private static let auditHead = Command(
        "head",
        zh: "显示或留存链尾：印入通报或交他处保管，日后据此核验",
        en: "show or keep the head of the chain: print it in a bulletin or leave it elsewhere, to verify against later",
        options: [
            .region, Option("out", .file("FILE"), zh: "写到何处（JSON）", en: "where it goes (JSON)"), .json, .dryRun,
        ],
        examples: ["tuban audit head --region county --out head-2026-06.json"]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let head = try region.verifiedHead()
        let document = head.document(region: region.settings.name, at: .now)
        if let path = invocation.string("out"), !invocation.isDryRun {
            try DurableFile.write(document.text(indented: true) + "\n", to: path)
        }
        invocation.report(document, or: table(of: head))
        return .done
    }

    private static func table(of head: ChainHead) -> TextTable {
        TextTable(
            [.number(zh: "记录数", en: "events"), .text(zh: "链尾（SHA-256）", en: "head (SHA-256)")],
            rows: [["\(head.count)", head.hash]])
    }
}

extension Region {
    /// How far the record of the loop has come.
    /// - Throws: `Fault` where it was changed.
    func verifiedHead() throws(Fault) -> ChainHead {
        guard case .intact(let head) = try store.verifyChain() else {
            throw Fault(
                store.path, zh: "记录已被改动，链尾与依此所出的通报均不可信。请先运行 tuban audit verify。",
                en: "the record was changed: neither its head nor a bulletin from it is worth anything. "
                    + "Run tuban audit verify first.")
        }
        return head
    }
}
