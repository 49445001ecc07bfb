import GeoModel
import Pipeline
import Verbs

extension Tool {
    /// The program's table of verbs, in the order of the flow.
    static let tuban = Tool(
        name: "tuban",
        version: toolVersion,
        summary: Bilingual(
            zh: "土地变化监测：由影像到图斑、疑似问题与任务",
            en: "land-change monitoring: from imagery to patches, flags and cases"
        ),
        commands: [
            .simulate, .initialise, .scenes, .detect, .shard, .registers, .join, .idle, .standardLand, .projects,
            .rules, .queue, .field, .duties, .audit,
            .export,
            .omission, .evaluate, .calibrate, .run, .status, .doctor, .backup,
        ]
    )
}
