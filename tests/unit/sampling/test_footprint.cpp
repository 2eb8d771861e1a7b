// SPDX-License-Identifier: Apache-2.0
#include "mineprint/sampling/footprint.hpp"
#include "test_main.hpp"

using namespace mineprint::sampling;
namespace geo = mineprint::geo;

namespace {

const geo::Grid grid{"", 500000, 2900000, 30, 30, 20, 10};

using Places = std::vector<PixelPlace>;

/// A point in pixel units of the grid.
geo::Point at(double column, double row) { return {grid.x_at(column), grid.y_at(row)}; }

geo::Polygon box(double left, double top, double right, double bottom) {
    return {{{at(left, top), at(right, top), at(right, bottom), at(left, bottom)}}};
}

Footprint of_points(std::vector<geo::Point> points) {
    mineprint::gdal_io::VectorFeature feature;
    feature.points = std::move(points);
    return footprint_of(feature, grid);
}

Footprint of_polygon(const geo::Polygon& polygon) {
    mineprint::gdal_io::VectorFeature feature;
    feature.polygon = polygon;
    return footprint_of(feature, grid);
}

}  // namespace

TEST_CASE("a point labels the pixel that holds it; left and upper edges belong to a pixel") {
    CHECK(of_points({at(3.9, 2.1)}).pixels == Places{{2, 3}});
    CHECK(of_points({at(0, 0)}).pixels == Places{{0, 0}});
    CHECK(of_points({at(4, 5)}).pixels == Places{{5, 4}});
    CHECK(of_points({at(19.99, 9.99)}).pixels == Places{{9, 19}});
    CHECK(of_points({at(3.9, 2.1)}).kind == FootprintKind::normal);
}

TEST_CASE("points outside the grid label nothing") {
    for (const geo::Point point :
         {at(-0.01, 3), at(3, -0.01), at(20, 3), at(3, 10), at(1e12, 1e12)}) {
        const Footprint footprint = of_points({point});
        CHECK(footprint.pixels.empty());
        CHECK(footprint.kind == FootprintKind::outside);
    }
    // Of several points those inside count.
    const Footprint several = of_points({at(-5, 0), at(1.5, 1.5), at(2.5, 1.5)});
    CHECK(several.pixels == Places{{1, 1}, {1, 2}});
    CHECK(several.kind == FootprintKind::normal);
    CHECK(of_points({}).kind == FootprintKind::none);
}

TEST_CASE("a polygon labels the pixels whose centres it holds") {
    CHECK(of_polygon(box(2.4, 3.4, 4.6, 5.4)).pixels ==
          Places{{3, 2}, {3, 3}, {3, 4}, {4, 2}, {4, 3}, {4, 4}});
    // Beyond the grid's edge only what is in the grid.
    const Footprint edge = of_polygon(box(-100, -100, 1.6, 1.6));
    CHECK(edge.pixels == Places{{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    CHECK(edge.kind == FootprintKind::normal);
    const Footprint all = of_polygon(box(-1e5, -1e5, 1e5, 1e5));
    CHECK(all.pixels.size() == 200);
}

TEST_CASE("a polygon too small to hold a centre labels the pixel of its centroid") {
    const Footprint tiny = of_polygon(box(7.6, 2.6, 7.9, 2.9));
    CHECK(tiny.kind == FootprintKind::centroid);
    CHECK(tiny.pixels == Places{{2, 7}});
    // Between four centres, its centroid in the lower right pixel.
    const Footprint across = of_polygon(box(6.7, 2.7, 7.4, 3.4));
    CHECK(across.kind == FootprintKind::centroid);
    CHECK(across.pixels == Places{{3, 7}});
    // Of a triangle: the mean of its corners, (5.0, 4.0) + (0.3 + 0.1) / 3.
    const Footprint triangle = of_polygon({{{at(5, 4), at(5.3, 4), at(5.1, 4.4)}}});
    CHECK(triangle.pixels == Places{{4, 5}});
    // The largest ring decides.
    geo::Polygon two = box(7.6, 2.6, 7.9, 2.9);
    two.rings.push_back(box(9.55, 2.6, 9.95, 2.9).rings[0]);
    CHECK(of_polygon(two).pixels == Places{{2, 9}});
    // One without a centre outside the grid lies outside.
    CHECK(of_polygon(box(-0.4, -0.4, -0.1, -0.1)).kind == FootprintKind::outside);
}

TEST_CASE("a thin bow that holds neither a centre nor its centroid labels nothing") {
    // A frame around one pixel's centre.
    geo::Polygon frame = box(3.1, 3.1, 3.9, 3.9);
    frame.rings.push_back(box(3.2, 3.2, 3.8, 3.8).rings[0]);
    CHECK(of_polygon(frame).kind == FootprintKind::none);
    CHECK(of_polygon(frame).pixels.empty());
    // A line that came as a polygon.
    CHECK(of_polygon({{{at(3.1, 3.1), at(3.4, 3.1), at(3.1, 3.1)}}}).kind == FootprintKind::none);
}

TEST_CASE("polygons beyond the grid lie outside") {
    CHECK(of_polygon(box(-50, -50, -40, -40)).kind == FootprintKind::outside);
    // Its box meets the grid, and it holds centres, but none of the grid's.
    const geo::Polygon corner{{{at(-10, 9.4), at(0.4, 20), at(-10, 20)}}};
    CHECK(of_polygon(corner).kind == FootprintKind::outside);
    CHECK(of_polygon(corner).pixels.empty());
}
