import GeoModel
import WorkQueue

/// The loop's table as a page of documentation (Markdown).
package struct LoopPage {
    /// A page.
    package init() {}

    /// The page: what every state allows, by whom, and on which conditions.
    package var markdown: String {
        let rows = Loop.transitions.map { row in
            let roles = row.roles.map { "\($0.label.zh) \($0.rawValue)" }.joined(separator: ", ")
            let conditions = row.conditions.map { "\($0.label.zh) (\($0.label.en))" }.joined(separator: "; ")
            return "| \(row.from.label.zh) \(row.from.rawValue) | `\(row.action.rawValue)` \(row.label.zh) "
                + "| \(row.target.zh) \(row.to?.rawValue ?? row.target.en) | \(roles) | \(conditions) |"
        }
        return """
            # The loop 监测—核查—处置—反馈

            What a case's state allows, who may do it, and what it takes. What is not here is not allowed; every step
            takes a reason as well. This page is written by `tuban queue loop --markdown` from the table that steps are
            checked by.

            | State 状态 | Step 步骤 | To 到 | Role 角色 | Condition 条件 |
            |---|---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }
}
