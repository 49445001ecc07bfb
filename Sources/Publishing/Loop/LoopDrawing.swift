import GeoModel
import WorkQueue

/// The loop's table as a picture (SVG): a box for each state in the band of its phase, an arrow for each row.
package struct LoopDrawing {
    private static let box = (width: 132.0, height: 36.0)
    private static let rowHeight = 78.0
    private static let top = 46.0
    private static let width = 900.0
    private static let columns = [150.0, 430.0, 770.0]

    /// A drawing.
    package init() {}

    /// The picture.
    package var svg: HTML {
        let height = Self.top + Double(Self.rows) * Self.rowHeight + Double(asides.count) * 18
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(height))" \
            font-family="Noto Sans CJK SC, Noto Sans, sans-serif" font-size="13">
            <title>监测—核查—处置—反馈</title>
            <defs><marker id="tip" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto">\
            <path d="M0 0 L9 4 L0 8 z" fill="#444"/></marker></defs>
            <rect width="100%" height="100%" fill="#fff"/>
            \(CasePhase.allCases.map(band))
            \(Loop.transitions.filter(\.isMove).compactMap(arrow))
            \(CaseState.allCases.map(state))
            \(captions)
            </svg>

            """
    }

    /// What stands beside the way through: each such action, its roles and the states that allow it.
    private var asides: [(action: CaseAction, rows: [LoopTransition])] {
        CaseAction.allCases.compactMap { action in
            let rows = Loop.transitions.filter { $0.action == action && (!$0.isMove || action == .assign) }
            return rows.isEmpty ? nil : (action, rows)
        }
    }

    private var captions: [HTML] {
        let bottom = Self.top + Double(Self.rows) * Self.rowHeight - 22
        return asides.enumerated().map { number, aside in
            let states = aside.rows.map(\.from.label.zh).joined(separator: "、")
            let everywhere = aside.rows.count >= CaseState.allCases.count - 1
            let places = everywhere ? "下发之后任何状态" : aside.rows.count > 9 ? "在办的任何状态" : states
            let label = Loop.label(of: aside.action)
            let roles = Role.allCases.filter { role in aside.rows.contains { $0.roles.contains(role) } }.map(\.label.zh)
            return """
                <text x="14" y="\(Int(bottom) + 18 * number)" font-size="12">\(label.zh) \(label.en) \
                <tspan fill="#666" font-size="10.5">\(roles.joined(separator: "/"))：\(places)</tspan></text>

                """
        }
    }

    private static var rows: Int { (CaseState.allCases.map { $0.place.row }.max() ?? 0) + 1 }

    private func centre(_ state: CaseState) -> (x: Double, y: Double) {
        let place = state.place
        return (Self.columns[place.column], Self.top + Double(place.row) * Self.rowHeight)
    }

    private func band(_ phase: CasePhase) -> HTML {
        let rows = CaseState.allCases.filter { $0.phase == phase }.map { $0.place.row }
        guard let first = rows.min(), let last = rows.max() else { return "" }
        let y = Self.top + Double(first) * Self.rowHeight - Self.rowHeight / 2
        let height = Double(last - first + 1) * Self.rowHeight
        let shade: HTML = CasePhase.allCases.firstIndex(of: phase).map { $0 % 2 == 0 } ?? true ? "#f4f4f4" : "#fff"
        return """
            <rect x="0" y="\(Int(y))" width="\(Int(Self.width))" height="\(Int(height))" fill="\(shade)"/>\
            <text x="12" y="\(Int(y) + 20)" font-weight="bold" fill="#777">\(phase.label.zh) \(phase.label.en)</text>

            """
    }

    private func state(_ state: CaseState) -> HTML {
        let (x, y) = centre(state)
        let (width, height) = Self.box
        let edge: HTML = state.isFinal ? "3" : "1.3"
        return """
            <rect x="\(Int(x - width / 2))" y="\(Int(y - height / 2))" width="\(Int(width))" height="\(Int(height))" \
            rx="6" fill="#fff" stroke="#222" stroke-width="\(edge)"/>\
            <text x="\(Int(x))" y="\(Int(y) - 2)" text-anchor="middle" font-weight="bold">\(state.label.zh)</text>\
            <text x="\(Int(x))" y="\(Int(y) + 12)" text-anchor="middle" font-size="10.5">\(state.label.en)</text>

            """
    }

    private func arrow(_ transition: LoopTransition) -> HTML? {
        guard let target = transition.to, transition.action != .assign else { return nil }
        let route = route(transition, to: target)
        let roles = transition.roles.map(\.label.zh).joined(separator: "/")
        return """
            <path d="\(route.path)" fill="none" stroke="#444" marker-end="url(#tip)"/>\
            <text x="\(Int(route.label.x))" y="\(Int(route.label.y))" text-anchor="\(route.anchor)" font-size="12">\
            \(transition.label.zh) <tspan fill="#666" font-size="10.5">\(roles)</tspan></text>

            """
    }

    private struct Route {
        let path: String
        let label: (x: Double, y: Double)
        var anchor = "start"
    }

    private func route(_ transition: LoopTransition, to target: CaseState) -> Route {
        let (from, to) = (centre(transition.from), centre(target))
        let (width, height) = (Self.box.width / 2, Self.box.height / 2)
        let rows = target.place.row - transition.from.place.row
        if from.x == to.x, rows > 1 {
            // Past what lies between, on the right side.
            let x = from.x + width + 64
            return Route(
                path: "M\(from.x + width) \(from.y + 10) H\(x) V\(to.y - 10) H\(to.x + width + 1)",
                label: (x + 6, (from.y + to.y) / 2 + 4))
        }
        if from.x == to.x, rows > 0 {
            return Route(
                path: "M\(from.x) \(from.y + height) V\(to.y - height - 1)",
                label: (from.x + 8, (from.y + to.y) / 2 + 4))
        }
        if from.x == to.x {
            // Back on the right side, the farther the wider.
            let x = from.x + width + 80 - 60 * Double(rows + 1)
            return Route(
                path: "M\(from.x + width) \(from.y) H\(x) V\(to.y) H\(to.x + width + 1)", label: (x + 6, from.y - 8))
        }
        if rows == 0 {
            // There and back between neighbours are two lines.
            let y = from.y + (from.x < to.x ? 9 : -9) * (target == .dismissed ? 0 : 1)
            let side = from.x < to.x ? 1.0 : -1.0
            return Route(
                path: "M\(from.x + side * width) \(y) H\(to.x - side * (width + 1))",
                label: ((from.x + to.x) / 2, y + (from.x < to.x && y != from.y ? 16 : -6)), anchor: "middle")
        }
        let x = to.x - 20 * Double(-rows - 1)
        return Route(
            path: "M\(from.x - width) \(from.y) H\(x) V\(to.y + height + 1)", label: (from.x - width - 8, from.y - 6),
            anchor: "end")
    }
}

extension CaseState {
    /// Where the state stands in the drawing: a row each, those that leave the main way beside it.
    fileprivate var place: (column: Int, row: Int) {
        switch self {
        case .suspected: (1, 0)
        case .issued: (1, 1)
        case .accepted: (1, 2)
        case .surveyed: (1, 3)
        case .returned: (0, 3)
        case .reviewed: (1, 4)
        case .dismissed: (2, 4)
        case .legalReview: (1, 5)
        case .disposing: (1, 6)
        case .disposed: (1, 7)
        case .feedbackFiled: (1, 8)
        case .returnVisit: (1, 9)
        case .closed: (1, 10)
        }
    }
}
