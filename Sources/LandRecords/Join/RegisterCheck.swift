import GeoModel
import Patches

/// What would make a join look surer than it is.
enum RegisterCheck {
    /// A fault for each register that was not given or lies elsewhere.
    static func faults(_ register: LandRegister, _ patches: [Patch]) -> [Fault] {
        let boxes = patches.lazy.compactMap(\.shape.bounds)
        let patchBounds = boxes.reduce(nil as BoundingBox?) { sum, box in sum?.union(box) ?? box }
        return [RecordKind.parcel, .approval, .supply, .zone, .project].compactMap { kind in
            guard register.records.count(of: kind) > 0 else { return missing(kind) }
            guard let patchBounds, let bounds = register.bounds(of: kind), !bounds.intersects(patchBounds) else {
                return nil
            }
            return elsewhere(kind, bounds, patchBounds)
        }
    }

    private static func missing(_ kind: RecordKind) -> Fault {
        Fault(
            kind.rawValue,
            zh: "没有提供\(kind.label.zh)，有关条件按“无记录”判断，理由中已注明。请用 --register \(kind.rawValue)=FILE 或在区域设置中补上。",
            en: "no \(kind.label.en) were given; conditions on them count as ‘none on record’, and reasons say so. "
                + "Give them by --register \(kind.rawValue)=FILE or in the region's settings."
        )
    }

    private static func elsewhere(_ kind: RecordKind, _ bounds: BoundingBox, _ patches: BoundingBox) -> Fault {
        Fault(
            kind.rawValue,
            zh: "全部\(kind.label.zh)位于 \(text(bounds))，与图斑范围 \(text(patches)) 不相交。请检查该数据的坐标系。",
            en: "all \(kind.label.en) lie in \(text(bounds)), outside the patches' extent \(text(patches)). "
                + "Check the coordinate system of that source."
        )
    }

    private static func text(_ box: BoundingBox) -> String {
        "(\(box.minX.rounded()), \(box.minY.rounded()))…(\(box.maxX.rounded()), \(box.maxY.rounded()))"
    }
}
