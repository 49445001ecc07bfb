import ChangeDetection
import GeoIO
package import GeoModel

extension ScenePair {
    /// What the user should know before trusting the comparison.
    package var remarks: [Fault] {
        var remarks = mosaicRemarks
        let isOneGrid = (before.scenes + after.scenes).allSatisfy { $0.grid == grid }
        // Scenes that were moved to where they belong end elsewhere, which says nothing of their grids.
        let isCut = overlap != grid.size.window && displacements.allSatisfy { $0 == .zero }
        if !before.isMosaic, !after.isMosaic, !isOneGrid || isCut { remarks.append(gridRemark) }
        remarks += warpRemarks
        return remarks + maskRemarks
    }

    /// Which scenes bring no mask, and what is done about it.
    private var maskRemarks: [Fault] {
        let without = (before.scenes + after.scenes).filter { $0.bands[.mask] == nil }.map(\.id)
        guard let first = without.first else { return [] }
        let others = without.count > 1 ? " + \(without.count - 1)" : ""
        let isTested = cloudTest != nil && CloudTest.neededRoles.allSatisfy(roles.contains)
        return [
            Fault(
                first + others,
                zh: "没有掩膜波段（如 SCL）；" + (isTested ? "云按亮度与颜色判断，阴影不排除。" : "其上的云与阴影不会被排除。"),
                en: "no mask band (such as SCL) is there; "
                    + (isTested
                        ? "clouds are told by brightness and colour, shadows are not left out."
                        : "clouds and shadows are not left out.")
            )
        ]
    }

    private var mosaicRemarks: [Fault] {
        [(before, beforeSources), (after, afterSources)].filter(\.0.isMosaic).map { stack, sources in
            let names = zip(stack.scenes, sources).filter { !$0.1.overlap.isEmpty }.map(\.0.id)
            return Fault(
                stack.id,
                zh: "\(names.count) 景镶嵌，每个像元取第一个可用的：\(names.joined(separator: "、"))。",
                en: "a mosaic of \(names.count) scenes, each pixel from the first that shows it: "
                    + "\(names.joined(separator: ", "))."
            )
        }
    }

    private var gridRemark: Fault {
        let share = Int((100 * Double(overlap.pixelCount) / Double(grid.size.pixelCount)).rounded(.down))
        let (first, second) = (text(before.first.grid), text(after.first.grid))
        return Fault(
            after.id,
            zh: "两期格网（\(first)、\(second)）与比较格网（\(text(grid))）不全相同；按坐标对齐，比较重叠部分（\(share)%）。",
            en:
                "the grids of the dates (\(first), \(second)) are not both the one compared on (\(text(grid))); "
                + "aligned by coordinates, comparing the overlap (\(share) %)."
        )
    }

    private var warpRemarks: [Fault] {
        let scenes = zip(before.scenes + after.scenes, beforeSources + afterSources)
        return scenes.filter { $0.1.isWarped }.map { scene, _ in
            let (found, wanted) = (scene.grid.system?.name ?? "—", grid.system?.name ?? "—")
            return Fault(
                scene.id,
                zh: "坐标系为 \(found)，比较格网为 \(wanted)；读取时重投影（掩膜取最近像元，其余双线性内插），用时较长。",
                en:
                    "coordinate system \(found), while the grid compared on has \(wanted); warped while it is read "
                    + "(the mask by nearest pixel, the rest bilinear), which takes longer."
            )
        }
    }

    private func text(_ grid: Grid) -> String {
        "\(grid.size.columns)×\(grid.size.rows)"
    }
}
