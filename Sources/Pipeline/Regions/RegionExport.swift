import GeoModel

extension Region {
    func exportPeriod(_ period: Period, formats: [String], changeList: Bool) throws(Fault) -> [String] { [] }
}
