/// One place that breaks a rule.
struct Complaint: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let rule: String

    init(_ path: String, _ line: Int, _ rule: String) {
        self.path = path
        self.line = line
        self.rule = rule
    }

    var description: String { "\(path):\(line): \(rule)" }
}
