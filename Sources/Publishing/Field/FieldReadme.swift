import GeoModel
import WorkQueue

/// The page that tells an inspector what to do with a pack.
struct FieldReadme {
    let title: String
    let pack: String
    let count: Int
    let isAssigned: Bool
    let findings: [Finding]

    /// The page.
    var text: String {
        """
        \(title)
        ────────────────────────────────
        本包共 \(count) 件任务，编号 \(pack)。
        卫星线索，不作为认定依据，须实地核查。

        一、打开
        手机：把整个文件夹拷入 QField 的“导入的项目”，打开 \(FieldPack.projectName)。
        电脑：用 QGIS 3.22 或更高版本打开 \(FieldPack.projectName)（或直接打开 \(FieldPack.packageName)，样式与表单相同）。
        也可看 \(ChangeList.fileName)（前后影像与依据）、cases.xlsx（表格）、cases.kml（地图）；这三个只供查看，填了不会读回。

        二、填写
        橙色图斑为未填报。点开一个图斑，在“填报”页填写：
          核查结论　必填：\(Outcome.allCases.map(\.label.zh).joined(separator: "、"))
          核查发现　\(findings.isEmpty ? "可不填" : "从列表选择；须与结论一致")
          情况说明　必填：现场看到了什么
          现场时间　如 2026-09-20 15:30:00（北京时间）
          走访事由　该主体本年已走访过的，须从列表选择再次到现场的事由；否则不填
          核查人　　必填\(isAssigned ? "，已填好；换人须先由调度员改派" : "：实际到现场的人")
          照片　　　至少一张（可内业核查的发现除外）；点相机拍照，更多照片在下方“更多照片”中添加
        没有去的图斑一律留空，不要只填一半。其他各栏只供查看，请勿改动。

        三、照片
        照片保存在 \(FieldPack.photoFolder) 文件夹。请打开手机定位，站在图斑边上拍；用相机原图，不要用聊天软件转发（会丢失时间与位置）。
        不要改照片的文件名，不要移动或压缩照片。

        四、交回
        把整个文件夹原样交回，由内业运行：
          tuban field import --region 区域文件夹 本文件夹
        同一个包交多少次都只记一次；任务在此期间已被他人推进的，列为冲突，不会覆盖。

        """
    }
}
